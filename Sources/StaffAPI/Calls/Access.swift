package import Addressee
package import Foundation

/// 利用者・権限の管理. One act on people, departments, rights or service accounts.
package struct AdministerAccess: StaffRequest {
    package static let name = "access/act"
    package var act: Act

    package init(_ act: Act) { self.act = act }

    package enum Act: Veiled {
        case addPerson(account: String, name: String, department: String, task: String?, atenabango: String?)
        case rename(account: String, name: String)
        case close(account: String)
        case recover(account: String)
        case unlock(account: String)
        case addDepartment(department: String, name: String)
        case allow(Right, department: String, task: String)
        case disallow(Right, department: String, task: String)
        case grantInitially(Right, account: String, reason: String)
        /// Days as `YYYY-MM-DD`; the first nil: today.
        case apply(Right, account: String, from: String?, until: String, reason: String)
        case approve(application: Int64)
        case reject(application: Int64, reason: String)
        case revoke(Right, account: String, reason: String)
        case addService(account: String, rights: [Right])
        case closeService(account: String)
    }

    package struct Answer: Veiled {
        /// 登録コード, or the secret of a service account; told once.
        package var secret: String?
        /// 申請番号
        package var application: Int64?

        package init(secret: String? = nil, application: Int64? = nil) { (self.secret, self.application) = (secret, application) }
    }
}

/// 職員の一覧, or one of them.
package struct ListStaff: StaffRequest {
    package static let name = "access/staff"
    package typealias Answer = [StaffMember]
    package var account: String?

    package init(account: String? = nil) { self.account = account }
}

/// 所属と権限の一覧
package struct ListDepartments: StaffRequest {
    package static let name = "access/departments"
    package typealias Answer = [DepartmentSheet]

    package init() {}
}

/// 申請の一覧
package struct ListApplications: StaffRequest {
    package static let name = "access/applications"
    package typealias Answer = [RightApplication]
    package var onlyWaiting: Bool

    package init(onlyWaiting: Bool) { self.onlyWaiting = onlyWaiting }
}

/// 権限付与・剥奪台帳, the newest first.
package struct ReadLedger: StaffRequest {
    package static let name = "access/ledger"
    package typealias Answer = [RightsLedgerLine]
    package var account: String?
    package var limit: Int

    package init(account: String?, limit: Int) { (self.account, self.limit) = (account, limit) }
}

/// 人事異動ファイルの取込
package struct TakeTransfers: StaffRequest {
    package static let name = "access/transfers"
    package typealias Answer = TransferReport
    /// The file's bytes.
    package var file: Data
    /// As `FileEncoding` names it.
    package var encoding: String

    package init(file: Data, encoding: String) { (self.file, self.encoding) = (file, encoding) }
}
