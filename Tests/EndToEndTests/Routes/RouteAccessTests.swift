import Foundation
import Identity
import Kernel
import StoreTesting
import Testing
import Web
import WebTesting

@testable import polity

/// Every route of the composed government, for everybody there is: the expectation comes from the route's declaration.
@Suite("Every route, for every role") struct RouteAccessTests {
    /// Open to everybody, on purpose. Adding a line here says so.
    static let open: Set<String> = [
        // The law, for anybody to read and try.
        "laws", "law", "calculate_law", "law_tables", "try_law_tables", "service_tables", "try_service_tables",
        // The public log and its proofs.
        "log", "log_checkpoint", "log_key", "log_tile", "log_proof", "log_tree", "log_entry", "verify_form", "verify_certificate",
        // Coming in and going out.
        "sign_in_form", "sign_in", "sign_in_link_form", "request_sign_in_link", "sign_in_link_sent", "sign_in_by_link_form", "sign_in_by_link", "sign_out",
        "developers",
        // What the site says of itself.
        "about", "security_contact", "change_password_address",
        // Services, and what a visitor without an account began: opened by the secret in their cookie.
        "portal_home", "service", "start_application", "application", "question", "answer_question", "check_answers", "submit_application",
        "discard_form", "discard_application", "application_sent", "case", "answer_request", "appeal", "withdraw", "applications", "paper", "remove_file",
        "pay_case", "application_file", "case_file", "draft_file",
        // Public cases and the map.
        "public_case", "public_cases", "public_file", "map", "map_features", "map_tiles",
        // Whoever has an invoice's reference may pay it; it says nobody's name.
        "show_invoice", "pay_by_card", "card_return",
        // The demonstration alone.
        "demonstration_mail", "demonstration_card", "demonstration_card_choice", "component_places", "components",
    ]

    @Test("only what is meant to be public is open")
    func publicRoutes() async throws {
        try await RouteTown.serve(.sqlite) { town in
            let routes = town.town.web.table.routes
            #expect(routes.count > 60)
            let unlisted = routes.filter { $0.access == .everyone && !Self.open.contains($0.id) && !$0.id.hasPrefix("demonstration_") }.map(\.id)
            #expect(unlisted == [], "routes without a permission that nobody has said are public")
            // What a role is asked for exists, so that somebody can be given it.
            let known = Set(town.town.running.host.edition.government.roles.flatMap(\.permissions) + ["identity.administer"])
            for route in routes {
                guard case .permission(let permission, _) = route.access else { continue }
                #expect(known.contains(permission.name), "\(route.id) asks for \(permission), which no role of Arden gives")
            }
        }
    }

    @Test("as declared: page and API, every role, a resident, and nobody", arguments: TestStores.all)
    func everyRole(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let government = town.town.running.host.edition.government
            var readers: [(name: String, roles: [String])] = [("nobody", []), ("resident", [])]
            let roles = government.roles.map(\.id) + [Authority.administrator]
            // Who may do what is decided before a store is asked, and each role is tried on one; on the other every route is, by somebody who has them all.
            readers += kind == .sqlite ? roles.map { ($0, [$0]) } : [("every role", roles)]
            for reader in readers {
                func visitor() async throws -> Visitor { reader.name == "nobody" ? town.town.visitor() : try await town.stranger(reader.roles) }
                let looking = try await visitor()
                for route in town.town.web.table.routes {
                    for isProgram in [false, true] where isProgram ? route.audience != .browsers : route.audience != .programs {
                        // A session of its own for each that changes something: some of these routes end it.
                        let visitor = route.method.isSafe ? looking : try await visitor()
                        let answer = try await town.ask(route, visitor, isProgram: isProgram)
                        let fault = town.fault(answer, of: route, reader.roles, isSignedIn: reader.name != "nobody", isProgram: isProgram)
                        #expect(fault == nil, "\(reader.name): \(isProgram ? "API" : "page") \(route.id): \(fault ?? "")")
                    }
                }
            }
        }
    }

    @Test("programs find at the known addresses whom to tell of a weakness (RFC 9116), and where a password is changed")
    func wellKnown() async throws {
        try await RouteTown.serve(.sqlite) { town in
            let visitor = town.town.visitor()
            let security = try await visitor.get("/.well-known/security.txt")
            #expect(security["content-type"]?.hasPrefix("text/plain") == true && security.body.hasPrefix("Contact: mailto:hello@arden.example\nExpires: "))
            let expires = security.body.firstMatch(of: /Expires: (\S+)\n/).flatMap { Instant(String($0.1)) }
            let now = town.town.running.host.clock.now()
            #expect(try #require(expires) > now && #require(expires) < now + .seconds(365 * 86_400), "\(security.body)")
            #expect(try await visitor.get("/.well-known/change-password")["location"] == "/account/password")
        }
    }

    /// An id in the address that belongs to somebody else names nothing.
    @Test("another person's application, case, message, consent or paper is not there", arguments: TestStores.all)
    func otherPeople(_ kind: TestStore) async throws {
        try await RouteTown.serve(kind) { town in
            let personal: Set<String> = ["application", "case", "message", "consent", "paper"]
            let routes = town.town.web.table.routes.filter { route in
                !route.path.hasPrefix("/desk") && route.input.contains { $0.place == .path && personal.contains($0.name) && town.values[$0.name] != nil }
                    // A file is its application's; `CaseworkTests` ask for one as its owner and as a stranger.
                    && !["application_file", "case_file"].contains(route.id)
            }
            #expect(routes.count >= 8, "\(routes.map(\.id))")
            for route in routes {
                for isProgram in [false, true] where isProgram ? route.audience != .browsers : route.audience != .programs {
                    let stranger = try await town.ask(route, try await town.stranger([]), isProgram: isProgram)
                    #expect(stranger.status == 404, "\(isProgram ? "API" : "page") \(route.id): \(stranger.status)")
                }
            }
            // The control: the owner reads them, so it is not the address that is wrong.
            // The owner has sent no file, so there is none to hand out.
            for route in routes where route.method == .get && route.audience != .programs && !["application_file", "case_file"].contains(route.id) {
                let own = try await town.ask(route, town.owner, isProgram: false)
                #expect(own.status == 200 || own.status == 303, "\(route.id): \(own.status)")
            }
        }
    }
}
