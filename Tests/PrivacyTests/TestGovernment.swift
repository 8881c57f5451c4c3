import Blueprint
import Kernel
import StoreTesting
import Web

enum RequestIDs {
    static func next() -> RequestID { Identifiers(clock: TestClock().clock, random: .system).next() }
}

enum TestGovernment {
    static var small: Government {
        let text = """
            name: Smalltown
            languages: [en]
            currency: GBP
            time_zone: Europe/London
            organisations:
              town: {title: Town}
            roles:
              clerk: {title: Clerk, organisation: town}
            legal_bases:
              act: {title: To keep the register, source: "Act 1, section 1"}
            """
        var reading = Reading()
        return Folder.read(FolderSnapshot(files: [.init(path: "polity.yaml", bytes: Array(text.utf8))]), kinds: [], reading: &reading).government
    }
}
