package import Addressee

extension ItemCatalogue {
    /// The schema version that receivers are told. Whatever version a policy was read with, the register is told in its own: from 2 on its codes are the
    /// national ones (decision 0035).
    package var versionTold: Int { isOfRegister ? ItemCatalogue.register.schemaVersion : schemaVersion }
}
