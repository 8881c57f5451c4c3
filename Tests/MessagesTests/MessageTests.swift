import Blueprint
import Courier
import Foundation
import Kernel
import Privacy
import Store
import StoreTesting
import Synchronization
import Testing

@testable import Messages

struct MessageTests {
    @Test(arguments: TestStores.all) func isMailedOnceAfterItsCause(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            let id = try await post.write(to: post.ada, "Your licence is ready")
            #expect(post.mailbox.messages.isEmpty)
            _ = try? await post.store.write("test") { tx in
                try post.messages.enqueue(post.order(to: post.ada, "Never said"), in: tx)
                throw CancellationError()
            }
            #expect(try await post.runner.runDue() == 1)
            let mail = try #require(post.mailbox.messages.first)
            #expect(post.mailbox.messages.count == 1)
            #expect(mail.subject == "Your licence is ready")
            #expect(mail.identifier == id.text)
            #expect(mail.to.address == "ada@example.org")
            #expect(mail.text == "It says what happened.\n\nhttps://arden.example/cases/1\n\nRepublic of Arden")
            #expect(try await post.runner.runDue() == 0)
            #expect(try await post.state(id) == .sent)
        }
    }

    @Test(arguments: TestStores.all) func awayServerIsTriedAgain(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            post.refuse(DeliveryFailure(isTemporary: true, reason: "busy"))
            let id = try await post.write(to: post.ada, "Later")
            try await post.runner.runDue()
            #expect(try await post.state(id) == .waiting)
            post.refuse(nil)
            #expect(try await post.runner.runDue() == 0)
            post.clock.advance(by: .seconds(10))
            #expect(try await post.runner.runDue() == 1)
            #expect(try await post.state(id) == .sent)
            #expect(post.mailbox.messages.count == 1)
        }
    }

    @Test(arguments: TestStores.all) func refusedIsNotTriedAgain(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            post.refuse(DeliveryFailure(isTemporary: false, reason: "no such user"))
            let id = try await post.write(to: post.ada, "Never")
            try await post.runner.runDue()
            #expect(try await post.state(id) == .refused)
            post.refuse(nil)
            post.clock.advance(by: .seconds(100_000))
            #expect(try await post.runner.runDue() == 0)
        }
    }

    @Test(arguments: TestStores.all) func inboxIsThePersonsOwn(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            let first = try await post.write(to: post.ada, "One")
            post.clock.advance(by: .seconds(1))
            _ = try await post.write(to: post.ada, "Two", address: nil)
            let other = try await post.write(to: post.bo, "Three")
            let inbox = try await post.store.read { try post.messages.inbox(of: post.ada, connection: $0) }
            #expect(inbox.map(\.title) == ["Two", "One"])
            #expect(inbox.map(\.mailState) == [.none, .waiting])
            let stranger = try await post.store.read { try post.messages.message(other, of: post.ada, connection: $0) }
            #expect(stranger == nil)
            try await post.store.write("test") { try post.messages.markRead(first, of: post.ada, in: $0) }
            #expect(try await post.messages.unreadCount(of: post.ada) == 1)
        }
    }

    /// Who may act in one service reads what is about that service.
    @Test(arguments: TestStores.all) func aMandateForOneServiceReadsItsMessages(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            func write(_ title: String, _ service: String?) async throws -> Identifier<Message> {
                var order = post.order(to: post.ada, title)
                order.service = service
                let said = order
                return try await post.store.write("test") { try post.messages.enqueue(said, in: $0) }
            }
            let dog = try await write("Your dog", "register_a_dog")
            let permit = try await write("Your permit", "building_permit")
            let none = try await write("Your account", nil)
            func seen(_ services: [String]) async throws -> [String] {
                try await post.store.read { try post.messages.inbox(of: post.ada, services: services, connection: $0).map(\.title).sorted() }
            }
            #expect(try await seen(["register_a_dog"]) == ["Your dog"])
            #expect(try await seen(["register_a_dog", "building_permit"]) == ["Your dog", "Your permit"])
            #expect(try await seen([]).count == 3)
            #expect(try await post.messages.unreadCount(of: post.ada, services: ["register_a_dog"]) == 1)
            try await post.store.read { connection in
                for (id, isThere) in [(dog, true), (permit, false), (none, false)] {
                    let found = try post.messages.message(id, of: post.ada, services: ["register_a_dog"], connection: connection)
                    #expect((found != nil) == isThere)
                }
            }
        }
    }

    /// What one transaction says is written at one moment; a page may end in the middle of it.
    @Test(arguments: TestStores.all) func pagesOfTheInboxLeaveNothingOut(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            try await post.store.write("test") { tx in for number in 0..<7 { try post.messages.enqueue(post.order(to: post.ada, "\(number)"), in: tx) } }
            var (titles, last): ([String], Message?) = ([], nil)
            for _ in 0..<4 {
                let before = last.map { (madeAt: $0.madeAt, id: Optional($0.id)) }
                let page = try await post.store.read { try post.messages.inbox(of: post.ada, after: before, limit: 3, connection: $0) }
                titles += page.map(\.title)
                last = page.last ?? last
            }
            #expect(titles.sorted() == (0..<7).map(String.init))
        }
    }

    /// A letter whose key has ended, because its link is over, waits no more.
    @Test(arguments: TestStores.all) func aLetterThatCannotBeReadAnyMoreIsGivenUp(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            let id = try await post.write(to: post.ada, "Your link")
            try post.vault.destroyKeys(of: [post.ada])
            try await post.runner.runDue()
            #expect(try await post.state(id) == .refused)
            #expect(post.mailbox.messages.isEmpty)
        }
    }

    @Test(arguments: TestStores.all) func erasedPeopleGetNothingAndAreNowhere(_ kind: TestStore) async throws {
        try await Post.with(kind) { post in
            _ = try await post.write(to: post.ada, "MARKER")
            let sent = try await post.write(to: post.bo, "Other")
            try post.vault.destroyKeys(of: [post.ada])
            let opened = try await post.store.read { try post.messages.inbox(of: post.ada, connection: $0) }
            #expect(opened == [])
            try await post.store.write("test") { try post.messages.erase(post.ada, in: $0) }
            try await post.runner.runDue()
            #expect(post.mailbox.messages.map(\.identifier) == [sent.text])
            let rows = try await post.store.read { try $0.value("SELECT COUNT(*) FROM messages_messages", as: Int.self) }
            #expect(rows == 1)
        }
    }

    @Test func wordsStandNowhereInClear() async throws {
        try await withFolder { folder in
            let clock = TestClock()
            let store = try await Store.open(.sqlite(path: folder + "/store.sqlite"), clock: clock.clock, logger: .silent, settings: .forTests)
            try await store.migrate(MessagesMigrations.all)
            let post = try Post(store, clock: clock)
            _ = try await post.write(to: post.ada, "MARKER")
            await store.close()
            for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
                let data = FileManager.default.contents(atPath: folder + "/" + name) ?? Data()
                for marker in ["MARKER", "what happened", "ada@example"] { #expect(data.range(of: Data(marker.utf8)) == nil, "\(name)") }
            }
        }
    }

    @Test(arguments: TestStores.all) func templatesOfTheFolderSayIt(_ kind: TestStore) async throws {
        let english = MessageTemplateFile(
            subject: try LetterTemplate("{{reference}}: {{title}}", location: .init(file: "x", line: 1, column: 1)),
            body: try LetterTemplate("Dear {{name}},\n{{text}}\n{{link}}\n{{government}}\n", location: .init(file: "x", line: 1, column: 1)))
        let spanish = MessageTemplateFile(
            subject: try LetterTemplate("Aviso", location: .init(file: "x", line: 1, column: 1)),
            body: try LetterTemplate("Hola {{name}}", location: .init(file: "x", line: 1, column: 1)))
        try await Post.with(kind, templates: MessageTemplates([("decided", english), ("decided.es", spanish)])) { post in
            var order = post.order(to: post.ada, "Decided")
            order.values = ["name": "Ada"]
            let said = order
            order.language = "es-MX"
            let spoken = order
            try await post.store.write("test") { tx in
                try post.messages.enqueue(said, in: tx)
                try post.messages.enqueue(spoken, in: tx)
            }
            try await post.runner.runDue()
            #expect(Set(post.mailbox.messages.map(\.subject)) == ["A-1: Decided", "Aviso"])
            #expect(
                Set(post.mailbox.messages.map(\.text)) == ["Dear Ada,\nIt says what happened.\nhttps://arden.example/cases/1\nRepublic of Arden\n", "Hola Ada"])
        }
    }
}
