/// 担当者. Who of the staff acts, as whoever signed them in tells it: the module knows no session and no right.
package struct Clerk: Sendable, Hashable {
    /// 職員番号.
    package let account: String
    /// Who handed the clerk the set-up code they sign in by; `nil` where nobody did.
    package let setUpBy: String?
    /// 所属.
    package let section: String
    /// 端末.
    package let terminal: String

    package init(account: String, setUpBy: String?, section: String, terminal: String) {
        self.account = account
        self.setUpBy = setUpBy
        self.section = section
        self.terminal = terminal
    }

    /// The same, where they act for one of several sections of theirs.
    package func at(_ section: String) -> Clerk { Clerk(account: account, setUpBy: setUpBy, section: section, terminal: terminal) }
}
