/// 証印のある表. A table whose rows say who somebody is, what they may, that protection or a flag ends, where a medium is, where data goes, or which day it is, each with a MAC (`mac`) over all
/// of its other columns, but for those that say how far the work on it is.
package struct SealedTable: Sendable {
    /// `access.token`.
    package let name: String
    /// Columns of its primary key.
    let key: [String]
    /// What the MAC covers, in this order for ever: a new column goes to the end, by an upgrade that seals anew.
    package let columns: [String]

    /// Since when its rows are sealed: those of a generation are sealed together, once.
    let generation: Int

    /// Columns that the MAC does not cover.
    let moving: [String]

    /// Whether it may have rows of everybody in the city, or as many: whoever looks for those that are not true then looks at some of them, and at others the next time.
    let isOfEverybody: Bool

    private init(_ name: String, key: String..., columns: String, moving: [String] = [], generation: Int = 1, isOfEverybody: Bool = false) {
        (self.name, self.key, self.moving, self.generation, self.isOfEverybody) = (name, key, moving, generation, isOfEverybody)
        self.columns = columns.split(separator: " ").map(String.init)
    }

    /// Sessions.
    package static let token = SealedTable(
        "access.token", key: "token_hash", columns: "token_hash issued_at used_at expires_at ended_at account terminal", isOfEverybody: true)
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

    /// What was done to versions of policies, and by whom.
    package static let act = SealedTable(
        "governance.act", key: "act_id",
        columns: "act_id xact acted_at acted_on step after_step policy_version act account reason after_act after_account set_up_by", generation: 2)
    /// 支援措置の終了の申し出
    package static let endProposal = SealedTable(
        "register.end_proposal", key: "proposal_id", columns: "proposal_id proposed_at measure_id proposed_by set_up_by reason addressee_ids")
    /// その決定
    package static let endDecision = SealedTable(
        "register.end_decision", key: "proposal_id", columns: "proposal_id decided_at approved decided_by reason")
    /// 支援措置の終了
    package static let protectionEnd = SealedTable(
        "register.protection_end", key: "end_id", columns: "end_id addressee_id journal_position ordinal ended_at proposal_id")
    /// 一時解除の申し出
    package static let releaseRequest = SealedTable(
        "register.release_request", key: "request_id", columns: "request_id asked_at addressee_id minutes account set_up_by reason")
    /// 一時解除
    package static let releaseDecision = SealedTable(
        "register.release_decision", key: "request_id", columns: "request_id decided_at until_at addressee_id account decided_by reason")

    /// 媒体の申し出
    package static let medium = SealedTable(
        "provision.medium", key: "medium_id",
        columns: "medium_id proposed_at system dataset format policy_version fingerprint certificate proposed_by set_up_by reason")
    /// 媒体の承認
    package static let mediumDecision = SealedTable(
        "provision.medium_decision", key: "medium_id", columns: "medium_id decided_at released decided_by reason")
    /// 媒体の受渡しの記録
    package static let custody = SealedTable(
        "provision.custody", key: "custody_id",
        columns: "custody_id medium_id recorded_at day step recorded_by counterpart note record_id")

    /// 業務システムの証明書
    package static let systemCertificate = SealedTable(
        "access.system_certificate", key: "fingerprint", columns: "added_at ends_at is_first_sight fingerprint system added_by", generation: 3)
    /// 証明書の失効
    static let certificateBlock = SealedTable(
        "access.certificate_block", key: "fingerprint", columns: "blocked_at fingerprint blocked_by reason", generation: 3)
    /// 初回使用による登録の期限
    package static let certificateEnrolment = SealedTable(
        "access.certificate_enrolment", key: "enrolment_id", columns: "enrolment_id set_at until_day set_by", generation: 3)
    /// 接続
    package static let endpoint = SealedTable(
        "delivery.endpoint", key: "system", "dataset",
        columns: "version loaded_at paused_at batch_size hours_to_answer at_minute day_of_month system dataset gyomuid connector settings content schedule tls",
        moving: ["due_at", "began_at", "last_run_at", "described"], generation: 3)

    /// 自動応答不可の設定・解除
    package static let flagAct = SealedTable(
        "answer.flag_act", key: "flag_act_id", columns: "flag_act_id addressee_id recorded_at act by_whom reason", generation: 4)
    /// 職員の確認を待つ回答と、その決定
    package static let answerRequest = SealedTable(
        "answer.request", key: "request_id",
        columns: "request_id addressee_id asked_at decided_at stands_until items way outcome system dataset asked_by decided_by reason", generation: 4)

    /// 保留
    package static let held = SealedTable(
        "intake.held", key: "held_id",
        columns: """
            held_id file_id line recorded_at lane block code atenabango other_atenabango reason kind state items addressee_id other_addressee_id running_number \
            source layout columns row_digest edition
            """, moving: ["key_id", "sealed_row"], generation: 5)
    /// 保留の決定の経過
    package static let heldAct = SealedTable(
        "intake.held_act", key: "held_act_id", columns: "held_act_id held_id recorded_at act decision by_whom reason", generation: 5)

    /// 関心の登録
    package static let interest = SealedTable(
        "dataset.interest", key: "addressee_id", "system", "journal_position",
        columns: "addressee_id journal_position xact recorded_at holds cause system by_whom reason", generation: 6, isOfEverybody: true)

    /// 支援措置の通知
    package static let protectionNotice = SealedTable(
        "delivery.protection_notice", key: "addressee_id", "xact", "position", "system", "dataset",
        columns: "addressee_id xact position set_at acknowledged_at alarmed_at was_told system dataset acknowledged_by reason", generation: 7,
        isOfEverybody: true)
    /// 取得の受領
    package static let followed = SealedTable(
        "delivery.followed", key: "system", "dataset", columns: "xact position followed_at system dataset", generation: 7)

    /// 暗号化した媒体のファイル
    package static let encryptedFile = SealedTable(
        "provision.encrypted_file", key: "record_id", columns: "record_id made_at made_by digest source_digest recipients")

    /// 基準日
    package static let calendar = SealedTable("journal.calendar", key: "xact", "position", columns: "xact position recorded_at day", generation: 8)

    /// Every one of them.
    package static let all = [
        token, credential, person, assignment, departmentRight, ledger, application, serviceAccount, transferFile, transfer, endProposal, endDecision,
        protectionEnd, releaseRequest, releaseDecision, act, medium, mediumDecision, custody, systemCertificate, certificateBlock, certificateEnrolment,
        endpoint, encryptedFile, flagAct, answerRequest, held, heldAct, interest, protectionNotice,
        followed, calendar,
    ]
    /// The last generation.
    static let newest = 8

    /// What the MAC is made of, of a row `alias`: PostgreSQL's binary form of the columns, the same whatever a session is set to. Null columns are in it.
    package func form(_ alias: String) -> String { "pg_catalog.record_send(ROW(\(columns.map { "\(alias).\($0)" }.joined(separator: ", "))))" }

    /// To be selected behind what is read of a row `alias`; `RowSeal.holds` takes both.
    package func sealed(_ alias: String) -> String { "\(form(alias)), \(alias).mac" }
}
