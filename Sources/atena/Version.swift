/// 版. What `atena --version` says: the one place that tells which version this is. Raised with each release; `ops/runbooks/upgrade.md` says how.
enum Version {
    static let text = "0.8.0"
}
