import Kernel

/// The files that `polity new` writes.
struct NewGovernment {
    var name: String
    var currency: String
    var timeZone: String

    var files: [(path: String, text: String)] {
        [("polity.yaml", polity), ("services/register_a_dog/service.yaml", service), ("services/register_a_dog/examples.yaml", examples)]
    }

    private var polity: String {
        """
        name: \(JSON.string(name).text)
        currency: \(currency)
        time_zone: \(timeZone)
        organisations:
          council: {title: Council}
        roles:
          clerk: {title: Clerk, organisation: council, permissions: [casework.work]}

        """
    }

    private var service: String {
        """
        title: Register a dog
        summary: Every dog has a tag. It costs 5 a year.
        access: everyone
        questions:
          owner: {ask: What is your name?, type: person_name}
          email: {ask: Where may we write to you?, type: email}
          dog: {ask: What is the dog called?, type: text}
        fee: 5
        steps:
          - pay
          - review: {title: Register the dog, role: clerk, within: 5 working days}
        outcomes:
          granted:
            title: The dog is registered
            message: Please collect the tag at the council.
            certificate: {title: Dog tag, fields: {Dog: dog, Owner: owner}}
          refused: {title: The dog is not registered}

        """
    }

    private var examples: String {
        """
        examples:
          a_dog:
            title: The clerk registers a dog
            as_of: 2026-11-23
            answers: {owner: Ada Fern, email: ada@oakbourne.example, dog: Biscuit}
            decision: {outcome: granted}
            expect: {fee: 5, outcome: granted}

        """
    }
}
