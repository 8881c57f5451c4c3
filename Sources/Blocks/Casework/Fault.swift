import Kernel

enum Fault {
    static let unfinished = PolityError(.unavailable, "CASE-503", "This part of casework is being built.")
}
