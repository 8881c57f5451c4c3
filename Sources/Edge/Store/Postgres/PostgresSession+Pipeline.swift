import CPostgres
import Kernel

/// A statement that was sent and is not answered yet.
struct PostgresStep {
    let shape: PostgresShape
    let statement: PostgresStatement
    let isNew: Bool
}

extension PostgresSession {
    /// Sends a statement and goes on; its answer is read in front of the next ones.
    func sendAlone(_ message: PostgresMessage) throws {
        try settle()
        unanswered = try send(message)
        guard PQpipelineSync(handle) == 1 else { throw fail(.connectionLost) }
    }

    /// Sends every message and one synchronisation, then reads an answer for each.
    func roundTrip(_ messages: [PostgresMessage]) throws -> [PostgresAnswer] {
        let (answers, error) = try roundTripAsFar(messages)
        if let error { throw error }
        return answers
    }

    /// The same for whoever has a use for the answers in front of the first failure.
    func roundTripAsFar(_ messages: [PostgresMessage]) throws -> (answers: [PostgresAnswer], error: (any Error)?) {
        let steps = try messages.map(send)
        guard PQpipelineSync(handle) == 1 else { throw fail(.connectionLost) }
        try settle()
        return receive(steps)
    }

    /// Reads what was not waited for. It does not fail on a sound connection, so one on which it does is given up.
    func settle() throws {
        guard let step = unanswered else { return }
        unanswered = nil
        if receive([step]).error != nil { throw fail(.connectionLost) }
    }

    private func send(_ message: PostgresMessage) throws -> PostgresStep {
        if let known = statements[message.shape] {
            guard message.send(to: known, on: handle) else { throw fail(.connectionLost) }
            return PostgresStep(shape: message.shape, statement: known, isNew: false)
        }
        let statement = PostgresStatement(name: "s\(statementCount)", text: message.text)
        statementCount += 1
        let kinds = message.shape.kinds
        guard PQsendPrepare(handle, statement.name, dialect.statement(message.text), Int32(kinds.count), kinds) == 1,
            message.send(to: statement, on: handle)
        else { throw fail(.connectionLost) }
        // Known from here on, so that the same text later in this batch is not prepared twice.
        statements[message.shape] = statement
        return PostgresStep(shape: message.shape, statement: statement, isNew: true)
    }

    private func receive(_ steps: [PostgresStep]) -> (answers: [PostgresAnswer], error: (any Error)?) {
        var answers: [PostgresAnswer] = []
        var error: (any Error)?
        for step in steps {
            if step.isNew, let fault = receivePreparation() {
                statements[step.shape] = nil
                error = error ?? fault
            }
            do {
                answers.append(try receiveAnswer(of: step.statement))
            } catch let fault {
                error = error ?? fault
            }
        }
        receiveSync()
        return (answers, error)
    }

    private func receivePreparation() -> (any Error)? {
        let result = nextResult()
        defer { PQclear(result) }
        endCommand(after: result)
        let status = PQresultStatus(result)
        return status == PGRES_COMMAND_OK ? nil : fault(of: result, status)
    }

    private func receiveAnswer(of statement: PostgresStatement) throws -> PostgresAnswer {
        let result = nextResult()
        defer { PQclear(result) }
        endCommand(after: result)
        let status = PQresultStatus(result)
        guard let result, status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else { throw fault(of: result, status) }
        return try PostgresAnswer(result: result, statement: statement)
    }

    private func fault(of result: OpaquePointer?, _ status: ExecStatusType) -> any Error {
        // Behind the first failure the server passes everything over until the end of the batch.
        if status == PGRES_PIPELINE_ABORTED { return failure?.error ?? StoreFault.badStatement("an earlier statement failed") }
        return fail(result == nil ? .connectionLost : PostgresFailure(result))
    }

    /// Each command's results end with a null.
    private func endCommand(after result: OpaquePointer?) {
        guard result != nil else { return }
        while let extra = nextResult() { PQclear(extra) }
    }

    private func receiveSync() {
        guard PQstatus(handle) == CONNECTION_OK else {
            _ = fail(.connectionLost)
            return
        }
        let result = nextResult()
        defer { PQclear(result) }
        if PQresultStatus(result) != PGRES_PIPELINE_SYNC { _ = fail(.connectionLost) }
    }
}
