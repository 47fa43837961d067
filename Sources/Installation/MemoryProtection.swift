internal import CProcess
internal import Glibc

/// プロセスのメモリの保護. What this process has in memory, keys and persons among it, is nobody's to read: no debugger of the same account, and no core.
public enum MemoryProtection {
    /// From the first moment of the process on.
    ///
    /// - Returns: false where the kernel would not.
    @discardableResult
    public static func protect() -> Bool {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        let isCoreless = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0
        return atena_forbid_dumps() == 0 && isCoreless
    }

    /// Whether others of the same account can't read it, and no core is written.
    package static var isProtected: Bool {
        var core = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core) == 0 && core.rlim_max == 0 && atena_is_dumpable() == 0
    }

    /// 開けるファイルの数. As many connections as the system lets this process have, and not only as many as it begins with.
    public static func raiseFileLimit() {
        var files = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0, files.rlim_cur < files.rlim_max else { return }
        files.rlim_cur = files.rlim_max
        // Where it would not, what there is has to do: whoever finds no file waits in the listen queue.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    }
}
