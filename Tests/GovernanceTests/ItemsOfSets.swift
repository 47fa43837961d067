import Addressee

extension ItemSet {
    /// Its items, as of the register's record: what most of these tests are about.
    var items: [Item] { ItemCatalogue.register.items(of: self) }
}
