/// A government with one service that takes a file and a clerk who decides: what the tests of commands serve.
enum SmallGovernment {
    static let files = [
        "polity.yaml": """
        name: Smalltown
        languages: [en, es]
        currency: GBP
        time_zone: UTC
        organisations:
          town: {title: Town}
        roles:
          clerk: {title: Clerk, organisation: town, permissions: [casework.work]}
        """,
        "registries/trees.yaml": """
        title: Trees
        fields:
          number: {title: Number, type: text, unique: true}
          kind: {title: Kind, type: text}
        """,
        "samples/trees.yaml": """
        registry: trees
        count: 20
        fields:
          number: {feel: '"T" + string(index)'}
          kind: Oak
        """,
        "services/report/service.yaml": """
        title: Report something
        summary: Tell the clerk about it.
        access: everyone
        questions:
          what: {ask: What is it?, type: text}
          photo: {ask: A picture of it, type: files, accept: [png], optional: true}
        steps:
          - review: {title: Look at it, role: clerk, within: 5 working days}
        outcomes:
          done: {title: It is done}
        """,
        "demonstration.yaml": """
        accounts:
          clerk: {email: clerk@example.org, name: Clara Clerk, roles: [clerk]}
          rosa: {email: rosa@example.org, name: Rosa Resident}
          admin: {email: admin@example.org, name: Ada Admin, roles: [administrator]}
        past: {applications: 8, days: 30}
        """,
    ]
}
