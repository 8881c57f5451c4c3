import FEEL
import Kernel

/// What kind of answer a question takes, with its limits.
public indirect enum QuestionKind: Sendable {
    case text(maximumLength: Int, pattern: String?)
    case longText(maximumLength: Int)
    case number(minimum: Decimal128?, maximum: Decimal128?)
    /// In the government's currency; in FEEL a number of whole units (12.50).
    case money(minimum: Decimal128?, maximum: Decimal128?)
    case date(earliest: CivilDate?, latest: CivilDate?)
    case yesNo
    case chooseOne([Choice])
    case chooseMany([Choice])
    case email
    case phone
    case address
    case files(FileRule)
    /// A position (WGS 84 longitude, latitude), a description in words, or both.
    case place
    /// In one field: names have no parts that all people share.
    case personName
    /// The identifier of a record in a registry: a parcel, a vehicle.
    case record(registry: String)
    /// The same questions several times.
    case group(Group)

    public struct Choice: Sendable {
        public var id: String
        public var label: LocalizedText
        public var hint: LocalizedText?

        public init(id: String, label: LocalizedText, hint: LocalizedText? = nil) {
            self.id = id
            self.label = label
            self.hint = hint
        }
    }

    public struct FileRule: Sendable {
        /// Kinds of file by their short names: `pdf`, `png`, `jpeg`.
        public var accept: [String]
        public var maximumCount: Int
        public var maximumBytes: Int

        public init(accept: [String], maximumCount: Int, maximumBytes: Int) {
            self.accept = accept
            self.maximumCount = maximumCount
            self.maximumBytes = maximumBytes
        }
    }

    public struct Group: Sendable {
        /// What one item is called: "Builder".
        public var one: LocalizedText
        public var questions: [Question]
        public var maximumCount: Int

        public init(one: LocalizedText, questions: [Question], maximumCount: Int) {
            self.one = one
            self.questions = questions
            self.maximumCount = maximumCount
        }
    }

    /// The word for the kind in `service.yaml`.
    public var name: String {
        switch self {
        case .text: "text"
        case .longText: "long_text"
        case .number: "number"
        case .money: "money"
        case .date: "date"
        case .yesNo: "yes_no"
        case .chooseOne: "choose_one"
        case .chooseMany: "choose_many"
        case .email: "email"
        case .phone: "phone"
        case .address: "address"
        case .files: "files"
        case .place: "place"
        case .personName: "person_name"
        case .record: "record"
        case .group: "group"
        }
    }

    /// The FEEL type of an answer.
    public var type: FEELType {
        switch self {
        case .text, .longText, .chooseOne, .email, .phone, .personName, .record: .string
        case .number, .money: .number
        case .date: .date
        case .yesNo: .boolean
        case .chooseMany: .list(.string)
        case .address: .context(Dictionary(uniqueKeysWithValues: Self.addressFields.map { ($0, .string) }))
        case .files: .list(.context(["id": .string, "name": .string, "type": .string, "bytes": .number]))
        case .place: .context(["longitude": .number, "latitude": .number, "description": .string])
        case .group(let group): .list(.context(Dictionary(group.questions.map { ($0.id, $0.kind.type) }) { first, _ in first }))
        }
    }

    /// The parts of an address, in the order in which they are asked for.
    public static let addressFields = ["line_1", "line_2", "town", "postal_code"]

    /// What an answer tells about a person unless the question says otherwise. Free text may hold anything.
    public var privacy: PersonalClass? {
        switch self {
        case .email, .phone, .address: .contact
        case .personName, .text, .longText, .files, .date, .group: .ordinary
        case .number, .money, .yesNo, .chooseOne, .chooseMany, .place, .record: nil
        }
    }
}
