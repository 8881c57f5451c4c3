import Kernel

/// Names that sound like names. Put together at random they name nobody.
enum MadeUpNames {
    static let given = [
        "Ada", "Alba", "Amara", "Anders", "Anya", "Arlo", "Asha", "Beatriz", "Bram", "Carmen", "Cai", "Chiara", "Dario", "Delia", "Edda", "Elio", "Emre",
        "Esme",
        "Farid", "Fenna", "Flora", "Gael", "Greta", "Hana", "Hugo", "Ida", "Ilse", "Imran", "Ines", "Isla", "Ivo", "Jana", "Joaquín", "Jonas", "Kaya", "Kofi",
        "Lena", "Levi", "Lina", "Lorcan", "Luz", "Maeve", "Malik", "Marta", "Mei", "Milo", "Mina", "Nadia", "Nils", "Noor", "Núria", "Olive", "Omar", "Oscar",
        "Petra", "Priya", "Quentin", "Rafael", "Rosa", "Runa", "Saskia", "Selma", "Silvan", "Sofía", "Tariq", "Tessa", "Theo", "Tomás", "Una", "Viggo", "Wanda",
        "Xenia", "Yara", "Yusuf", "Zofia", "Zora",
    ]
    static let family = [
        "Abara", "Alder", "Ashdown", "Barrow", "Beck", "Birch", "Brandt", "Brook", "Calder", "Carrow", "Castell", "Cole", "Dalby", "Dray", "Dunne", "Eastley",
        "Elm", "Fallow", "Fenwick", "Ferrer", "Frost", "Garth", "Gale", "Hale", "Harrow", "Heath", "Hollis", "Ibarra", "Iverson", "Jarvi", "Keel", "Kestrel",
        "Lark", "Ledger", "Linde", "Locke", "Marsh", "Mercer", "Moor", "Nakata", "Nash", "North", "Oakes", "Okoro", "Orme", "Pell", "Penrose", "Pike", "Quill",
        "Rafiq", "Reed", "Rivera", "Rook", "Rowan", "Sands", "Sato", "Serrano", "Shaw", "Silva", "Stone", "Tarn", "Thorne", "Underhill", "Vale", "Varga",
        "Weir",
        "Westby", "Wilde", "Wren", "Yarrow", "Zeller",
    ]
    static let streets = [
        "Harbour Street", "Mill Lane", "Lighthouse Road", "Orchard Row", "Salt Street", "Weavers Lane", "Chapel Hill", "Market Street", "Rope Walk",
        "Cooper Street",
        "Dyke Road", "Heron Way", "Garden Street", "Station Road", "Lime Avenue", "School Lane", "Fisher Street", "Windmill Road", "Canal Street",
        "Beacon Hill",
    ]
    static let makes = ["Calda", "Norvik", "Aster", "Lumen", "Tarn", "Velo", "Orbit", "Kestrel"]
    /// Short names for whatever has one: a dog, a boat, a shop.
    static let words = [
        "Biscuit", "Comet", "Domino", "Ember", "Figaro", "Ginger", "Harbour", "Juno", "Kiwi",
        "Luna", "Marble", "Nutmeg", "Otter", "Pepper", "Quill", "Rusty", "Sable", "Tinder", "Willow", "Ziggy",
    ]
}
