public import Addressee

/// 抑止・支援措置を受けている者の居所 (CT-22). What of a protected person a receiver may have who is not told that they are protected: nothing that tells where
/// they live, lived or went (decision 0019).
extension Policy {
    /// Whether items of place are withheld of protected persons: the receiver could not know that it must not pass them on.
    public var withholdsPlaceOfProtected: Bool {
        let tellsOfProtection = catalogue.isOfRegister && items.isSuperset(of: .ofProtection)
        return !tellsOfProtection && !items.union(confirmItems).isDisjoint(with: catalogue.ofPlace)
    }
}

/// Of the register's own record; other datasets tell by their items' classes.
extension ItemSet {
    /// 抑止・支援措置: what tells a receiver that a person is protected; all four, because any one of them may be the only one that is set.
    public static let ofProtection = ItemSet([Item.yokushifuragu, .shiensochiKaishi, .shiensochiShuryo, .kariShiensochi])

    /// Where a person lives, lived or went, since when and why, and with whom: address, former and next address, household, reasons and days of moves.
    public static let ofPlace = ItemSet(
        Address.items + [
            .setaibango, .tennyumaeJusho, .tenshutsusakiJusho, .idojiyu, .idonengappi, .todokedenengappi, .juminnengappi, .jushoteinengappi,
        ])
}
