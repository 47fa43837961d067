internal import Addressee
internal import Foundation

/// 利用者・権限の管理: the commands below `atena access` that people run.
package enum AccessCommands {
    /// A right by its name.
    static func right(_ name: String) throws -> Right {
        guard let right = Right(named: name) else {
            throw CommandFailure("権限は次のどれかです:\n" + Right.allCases.map { "  \($0.label)（\($0.rawValue)）" }.joined(separator: "\n"))
        }
        return right
    }

    /// Shows a set-up code once, or puts it into a file.
    static func hand(_ code: String, of account: String, to file: String?) throws {
        if let file {
            try SecretFile.write(code, to: file)
            print("登録コードを書きました: \(file)")
        } else {
            print("登録コード（3日間、1回だけ有効。本人に直接渡してください）: \(code)")
        }
        print("本人が次を実行します: atena access enrol \(account)")
    }
}

/// A small file that is sent whole.
enum HandedBytes {
    /// Bytes of it at most.
    private static let most = 4 << 20

    /// Reads it; `-` is standard input.
    ///
    /// - Throws: ``CommandFailure`` naming the file.
    static func read(_ path: String) throws -> Data {
        let file = path == "-" ? FileHandle.standardInput : FileHandle(forReadingAtPath: path)
        guard let file, let data = try? file.read(upToCount: most + 1) ?? Data() else { throw CommandFailure("\(path) を読めません。場所と権限を確かめてください。") }
        guard data.count <= most else { throw CommandFailure("\(path): 大きすぎます（4MBまで）。分けて取り込んでください。") }
        return data
    }
}
