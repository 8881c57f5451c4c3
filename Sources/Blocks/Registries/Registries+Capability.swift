import Capability
import Kernel

extension Capability {
    /// Reads `registries/*.yaml` and keeps their records. It gives later capabilities `Registries`, and an edition its
    /// `RegistryBook`.
    public static var registries: Capability {
        Capability(
            id: "registries", kinds: [Registry.fileKind.erased], migrations: RegistryMigrations.all,
            permissions: [
                PermissionDeclaration("registries.read", "Look records up, in the registries and for the legal bases that name the role."),
                PermissionDeclaration("registries.write", "Change records by hand, in the registries that name the role as a writer."),
            ],
            link: RegistryBook.link)
    }
}
