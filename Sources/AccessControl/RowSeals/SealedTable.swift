/// 証印のある表. A table whose rows say who somebody is or what they may, each with a MAC (`mac`) over all of its other columns.
package struct SealedTable: Sendable {
    /// `access.token`.
    package let name: String
    /// Columns of its primary key.
    let key: [String]
    /// What the MAC covers, in this order for ever: a new column goes to the end, by an upgrade that seals anew.
    package let columns: [String]

    private init(_ name: String, key: String..., columns: String) {
        (self.name, self.key) = (name, key)
        self.columns = columns.split(separator: " ").map(String.init)
    }

    /// Sessions.
    package static let token = SealedTable(
        "access.token", key: "token_hash", columns: "token_hash issued_at used_at expires_at ended_at account terminal")
    /// Passwords, time-based codes, set-up codes, and who handed those over.
    package static let credential = SealedTable(
        "access.credential", key: "account",
        columns: """
            account password_set_at last_sign_in_at set_up_until set_up_on last_step scrypt_n scrypt_r scrypt_p totp_key_id set_up_by salt password_hash \
            totp_sealed set_up_hash set_up_alone
            """)
    /// Who belongs to the staff.
    package static let person = SealedTable(
        "access.person", key: "account", columns: "account opened_at closed_at name by_whom closed_because atenabango")
    /// Who belongs to which department.
    package static let assignment = SealedTable(
        "access.assignment", key: "assignment_id",
        columns: "assignment_id entered_at from_day until_day account department task post by_whom taken_in_by")
    /// What the tasks of departments may do.
    package static let departmentRight = SealedTable(
        "access.department_right", key: "department_right_id",
        columns: "department_right_id entered_at from_day until_day department task right_name by_whom ended_by")
    /// What persons may beside or without it.
    package static let ledger = SealedTable(
        "access.ledger", key: "ledger_id",
        columns:
            "ledger_id recorded_at application_id from_day until_day recorded_on account act basis right_name by_whom approved_by department reason")
    /// What was applied for.
    package static let application = SealedTable(
        "access.application", key: "application_id",
        columns: "application_id applied_at from_day until_day account applied_by right_name reason set_up_by")
    /// Programs that act without a person.
    package static let serviceAccount = SealedTable(
        "access.service_account", key: "account", columns: "account added_at closed_at added_on added_by rights secret_hash")
    /// Transfer files, and who took them in.
    package static let transferFile = SealedTable(
        "access.transfer_file", key: "file_id", columns: "file_id taken_at applied waiting unchanged rejected digest by_whom")
    /// Transfers that took effect or wait for their day.
    package static let transfer = SealedTable(
        "access.transfer", key: "transfer_id",
        columns: "transfer_id file_id line day applied_at account kind name old_department new_department post task refused_because")

    /// Every one of them.
    package static let all = [token, credential, person, assignment, departmentRight, ledger, application, serviceAccount, transferFile, transfer]

    /// What the MAC is made of, of a row `alias`: PostgreSQL's binary form of the columns, the same whatever a session is set to. Null columns are in it.
    func form(_ alias: String) -> String { "pg_catalog.record_send(ROW(\(columns.map { "\(alias).\($0)" }.joined(separator: ", "))))" }

    /// To be selected behind what is read of a row `alias`; `RowSeal.holds` takes both.
    package func sealed(_ alias: String) -> String { "\(form(alias)), \(alias).mac" }
}
