import Journal
import Kernel
import Store

/// When an officer is away, and who stands in for them meanwhile.
public struct Absence: Sendable, Hashable {
    public var id: Identifier<Absence>
    /// Who is away.
    public var account: AccountID
    public var standIn: AccountID
    /// The first and the last day.
    public var from: CivilDate
    public var to: CivilDate

    public func isInForce(on day: CivilDate) -> Bool { from <= day && day <= to }
}

/// Absences. While one is in force the stand-in works on what is the absent officer's, by the rights that the officer's roles
/// still give; with its last day that ends by itself. Whoever stands in for somebody who stands in gets nothing from it.
extension Identity {
    static let longestAbsence = 366

    /// - Parameter overseeing: the permission with which somebody says it for another.
    /// - Throws: `IDENTITY-206` to who may not say it, `-216` for days that cannot be, `-217` when it overlaps with another,
    ///   `-218` for a stand-in of another office, or one who is away then.
    @discardableResult
    public func sayAway(
        _ account: AccountID, from: CivilDate, to: CivilDate, standIn: AccountID, by actor: Actor, overseeing: Permission, in tx: Transaction
    ) throws -> Absence {
        guard try mayEnterAbsence(of: account, actor, overseeing, tx) else { throw IdentityFault.notYours }
        let today = zone.date(of: tx.now)
        guard from <= to, to >= today, to < today.adding(days: Self.longestAbsence) else { throw IdentityFault.badAbsence }
        guard try standIns(possibleFor: account, in: tx).contains(where: { $0.id == standIn }) else { throw IdentityFault.noStandIn }
        func isAway(_ who: AccountID) throws -> Bool { try absences(of: who, in: tx).contains { $0.from <= to && from <= $0.to } }
        guard try !isAway(account) else { throw IdentityFault.awayAlready }
        guard try !isAway(standIn) else { throw IdentityFault.noStandIn }
        let absence = Absence(id: identifiers.next(), account: account, standIn: standIn, from: from, to: to)
        try tx.execute(
            """
            INSERT INTO identity_absences (id, account, stand_in, first_day, last_day, said_by, said_at)
            VALUES (\(absence.id), \(account), \(standIn), \(from), \(to), \(actor.account?.text ?? ""), \(tx.now))
            """)
        try absenceActs?.began(absence.id.text, as: Act.Author(actor), in: tx)
        return absence
    }

    /// Ends an absence with yesterday: whoever is back takes their work up at once. One that has not begun never does.
    ///
    /// - Throws: `IDENTITY-219` for none, or one of an officer who is none of the actor's business.
    public func endAbsence(_ id: Identifier<Absence>, by actor: Actor, overseeing: Permission, in tx: Transaction) throws {
        guard let absence = try tx.row("SELECT \(Self.absenceColumns) FROM identity_absences a WHERE a.id = \(id)").map(absence),
            try mayEnterAbsence(of: absence.account, actor, overseeing, tx)
        else { throw IdentityFault.noAbsence }
        let yesterday = zone.date(of: tx.now).adding(days: -1)
        guard absence.to > yesterday else { return }
        try tx.execute("UPDATE identity_absences SET last_day = \(yesterday) WHERE id = \(id)")
        try absenceActs?.changed(absence.id.text, as: Act.Author(actor), in: tx)
    }

    /// Absences that are not over: the actor's own and those in which they stand in, or all that they oversee; the next first.
    public func absences(for actor: Actor, overseeing: Permission, in connection: Connection) throws -> [Absence] {
        guard let account = actor.account else { return [] }
        let today = zone.date(of: connection.now)
        guard actor.may(overseeing) else {
            return try connection.rows(
                """
                SELECT \(Self.absenceColumns) FROM identity_absences a WHERE a.last_day >= \(today) AND (a.account = \(account) OR a.stand_in = \(account))
                ORDER BY a.first_day, a.id LIMIT 100
                """
            ).map(absence)
        }
        return try connection.rows(
            "SELECT \(Self.absenceColumns) FROM identity_absences a WHERE a.last_day >= \(today) ORDER BY a.first_day, a.id LIMIT 500"
        ).map(absence).filter { try $0.standIn == account || mayEnterAbsence(of: $0.account, actor, overseeing, connection) }
    }

    /// Those of today in which an officer is away, or stands in.
    public func absences(today account: AccountID, in connection: Connection) throws -> [Absence] {
        let today = zone.date(of: connection.now)
        return try connection.rows(
            """
            SELECT \(Self.absenceColumns) FROM identity_absences a
            WHERE a.last_day >= \(today) AND a.first_day <= \(today) AND (a.account = \(account) OR a.stand_in = \(account)) ORDER BY a.id LIMIT 50
            """
        ).map(absence)
    }

    /// Who of these is away today.
    public func absences(ofAnyIn accounts: Set<AccountID>, in connection: Connection) throws -> [AccountID: Absence] {
        guard !accounts.isEmpty else { return [:] }
        let today = zone.date(of: connection.now)
        let found = try connection.rows(
            """
            SELECT \(Self.absenceColumns) FROM identity_absences a
            WHERE a.account IN \(list: accounts.map(\.text).sorted()) AND a.first_day <= \(today) AND a.last_day >= \(today)
            """
        ).map(absence)
        return Dictionary(found.map { ($0.account, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// An officer's absences that are not over.
    func absences(of account: AccountID, in connection: Connection) throws -> [Absence] {
        let today = zone.date(of: connection.now)
        return try connection.rows(
            "SELECT \(Self.absenceColumns) FROM identity_absences a WHERE a.account = \(account) AND a.last_day >= \(today) ORDER BY a.first_day LIMIT 100"
        ).map(absence)
    }

    /// Whom an account stands in for today.
    public func standIns(of account: AccountID, in connection: Connection) throws -> [StandIn] {
        let query = Self.absentColleagues("identity_absences a", "a.stand_in = \(account)", on: zone.date(of: connection.now))
        return try standIns(try connection.rows(query))
    }

    /// Who can stand in for an officer: whoever holds a role whose organisation is that of one of the officer's roles, or above it.
    public func standIns(possibleFor account: AccountID, in connection: Connection) throws -> [Account] {
        let places = Set(try roles(of: account, in: connection).compactMap { authority.government.role($0)?.organisation })
        let near = authority.government.roles.filter { !authority.reach(of: $0.organisation).isDisjoint(with: places) }
        return try holders(ofAny: near.map(\.id), in: connection).filter { $0.id != account && !$0.isSuspended }
    }

    /// Whether this officer's absence is the actor's to say: their own, or of one whose office they oversee.
    private func mayEnterAbsence(of account: AccountID, _ actor: Actor, _ overseeing: Permission, _ connection: Connection) throws -> Bool {
        if account == actor.account { return true }
        let places = try roles(of: account, in: connection).compactMap { authority.government.role($0)?.organisation }
        return places.contains { actor.may(overseeing, in: $0) }
    }

    // MARK: - Rows

    private static let absenceColumns: SQL = "a.id, a.account, a.stand_in, a.first_day, a.last_day"

    private func absence(_ row: Row) throws -> Absence {
        Absence(
            id: try row.identifier(0), account: try row.identifier(1), standIn: try row.identifier(2), from: try row.date(3), to: try row.date(4))
    }

    /// Those who are away on a day, each with a role that they still hold; who may not come in themselves gives nobody anything.
    static func absentColleagues(_ source: SQL, _ condition: SQL, on day: CivilDate) -> SQL {
        """
        SELECT a.account, r.role FROM \(source) JOIN identity_accounts c ON c.id = a.account JOIN identity_roles r ON r.account = a.account
        WHERE \(condition) AND a.first_day <= \(day) AND a.last_day >= \(day) AND c.is_suspended = 0 ORDER BY a.account, r.role
        """
    }

    func standIns(_ rows: [Row]) throws -> [StandIn] {
        let held = try rows.map { (account: try $0.identifier(0, of: Named.Account.self), role: try $0.text(1)) }
        return Dictionary(grouping: held, by: \.account).sorted { $0.key < $1.key }.map { account, roles in
            StandIn(absent: account, grants: authority.grants(of: roles.map(\.role).filter { $0 != Authority.administrator }))
        }
    }
}
