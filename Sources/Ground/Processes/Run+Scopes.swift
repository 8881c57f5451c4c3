import FEEL
import Kernel

extension Run {
    mutating func openScope(_ token: Token) {
        let isAdHoc = model.nodes[token.node].element.adHoc != nil
        let ticket = rest(token, isAdHoc ? .adHoc : .scope)
        watchBoundaries(of: ticket, token)
        listenForEventSubProcesses(in: ticket, of: token.node)
        for start in model.contents[token.node]?.starts ?? [] { queue.append(Token(node: start, flow: nil, scope: ticket)) }
        // One without content is over at once; an ad-hoc one waits for people.
        if !isAdHoc { touched.insert(ticket) }
    }

    // MARK: The end of scopes

    /// Why a join is stopped. Whoever retries it lets it go on with the tokens that have come.
    static let waitsInVain = "a join waits for a token that cannot come"

    /// Ends one scope in which no token is left, innermost first. Called when no token moves.
    ///
    /// - Returns: whether one ended.
    mutating func finishScope() -> Bool {
        while let ticket = touched.last {
            touched.remove(ticket)
            // One that has stopped at its end waits for somebody.
            guard state.rests[ticket]?.incident == nil else { continue }
            guard state.scopes[ticket]?.members.isEmpty == true || isAdHoc(ticket) else { continue }
            if let flow = state.scopes[ticket]?.arrivals.keys.min(), !isAdHoc(ticket) {
                // Tokens wait before a join, or an activity that several begin, and nothing can complete them: it stops there, so that somebody can see it and let it go on.
                stopHere(Token(node: model.flows[flow].to, flow: nil, scope: ticket), Self.waitsInVain)
                continue
            }
            if finish(scope: ticket) { return true }
        }
        return false
    }

    private func isAdHoc(_ ticket: Ticket) -> Bool { if case .adHoc = state.rests[ticket]?.wait { true } else { false } }

    private mutating func finish(scope ticket: Ticket) -> Bool {
        guard ticket != .root else {
            let node = lastEnd ?? model.contents[-1]?.starts.first ?? 0
            dropWatchers(of: .root)
            record(.ended(node: node))
            effect(.ended(element: model.nodes[node].element.id))
            return true
        }
        guard let rest = state.rests[ticket] else { return false }
        switch rest.wait {
        case .undoing: undoNext(ticket, rest)
        case .adHoc: return settleAdHoc(ticket)
        default: finishActivity(ticket, rest)
        }
        return true
    }

    /// A sub-process, or the body of a loop, has come to its end.
    private mutating func finishActivity(_ ticket: Ticket, _ rest: Instance.Rest) {
        let element = model.nodes[rest.node].element
        if rest.item == nil, case .multiple(let each) = element.loop, let collect = each.collect, let scope = state.scopes[ticket] {
            assign([collect.into: .list(scope.items.indices.map { scope.results[$0] ?? .null })], from: rest.scope)
        } else if rest.item == nil || isStandardLoop(rest.node), contentNode(ticket) != nil {
            var given = Context()
            if element.call?.givesAll == true { given = rest.locals ?? given }
            // It is the turn's and not the called process's.
            if rest.item != nil { given["loopCounter"] = nil }
            let values = element.output.isEmpty ? given : evaluate(element.output, context(in: rest.scope, locals: rest.locals))
            if let reason = takeOverrun() { return stop(ticket, reason) }
            given.merge(values)
            return finish(ticket, taking: given)
        }
        let values = isInstance(rest) ? values(of: [:], at: ticket) : [:]
        if let reason = takeOverrun() { return stop(ticket, reason) }
        finish(ticket, taking: values)
    }

    // MARK: Ad-hoc sub-processes (section 13.3.5)

    mutating func activate(_ ticket: Ticket, _ element: String) throws(Rejection) {
        guard let rest = state.rests[ticket] else { throw .notWaiting(ticket) }
        guard case .adHoc = rest.wait else { throw .wrongKind(ticket) }
        guard state.offered(at: ticket, in: model).contains(element), let node = model.nodeIndex[element] else { throw .notOffered(element: element) }
        queue.append(Token(node: node, flow: nil, scope: ticket))
    }

    /// A person says that it is done.
    mutating func completeAdHoc(_ ticket: Ticket) throws(Rejection) {
        guard let rest = state.rests[ticket], let adHoc = model.nodes[rest.node].element.adHoc, adHoc.completion == nil else { throw .wrongKind(ticket) }
        closeAdHoc(ticket, adHoc)
        touched.insert(ticket)
    }

    /// An activity in it has ended.
    private mutating func settleAdHoc(_ ticket: Ticket) -> Bool {
        guard let rest = state.rests[ticket], let adHoc = model.nodes[rest.node].element.adHoc else { return false }
        if state.scopes[ticket]?.isClosed == false, let completion = adHoc.completion, holds(completion, in: ticket) { closeAdHoc(ticket, adHoc) }
        if let reason = takeOverrun() { stop(ticket, reason) }
        guard let scope = state.scopes[ticket], scope.isClosed, scope.isEmpty else { return false }
        finishActivity(ticket, rest)
        return true
    }

    private mutating func closeAdHoc(_ ticket: Ticket, _ adHoc: Element.AdHoc) {
        if adHoc.cancelsRemaining { clear(ticket) }
        record(.closed(ticket))
    }
}

extension ProcessModel.Node {
    /// Whether a person may begin it in an ad-hoc sub-process: nothing leads to it.
    var isOffered: Bool { element.isActivity && incoming.isEmpty && element.compensates == nil }
}
