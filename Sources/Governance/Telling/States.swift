/// 履歴の範囲. A person's versions between two places of the journal but for the last, which holds now; the last one before the range first.
///
/// 仮登録 is not among them: those are told to nobody.
package struct States: Sendable, Hashable {
    /// What each said of the person.
    package var earlier: [PersonFacts]
    /// Whether nothing is known from before the range: all of them, and what holds now, came within it.
    package var areNew: Bool

    /// None before what holds now, unless said.
    package init(_ earlier: [PersonFacts] = [], areNew: Bool = true) { (self.earlier, self.areNew) = (earlier, areNew) }
}
