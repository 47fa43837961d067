public import Logging
public import Oversight
public import ServiceLifecycle

/// 証明書の期限の知らせ. Says in the log once a day which certificates are near their end or over, and at once when one comes to 30, 7 or no days.
public struct CertificateService: Service {
    private let certificates: CertificateDirectory
    private let logger: Logger

    /// Looks at those certificates.
    public init(certificates: CertificateDirectory, logger: Logger) { (self.certificates, self.logger) = (certificates, logger) }

    /// Returns when it is told to shut down.
    public func run() async throws {
        await cancelWhenGracefulShutdown {
            var told: [String: (stage: Int, at: ContinuousClock.Instant)] = [:]
            while !Task.isCancelled {
                for end in await certificates.ends() {
                    guard let stage = end.stage else {
                        told[end.name] = nil
                        continue
                    }
                    if let last = told[end.name], last.stage == stage, ContinuousClock.now - last.at < .seconds(86_400) { continue }
                    told[end.name] = (stage, .now)
                    let metadata: Logger.Metadata = ["certificate": "\(end.name)", "days": "\(end.daysLeft)", "next": "atena pki renew \(end.name)"]
                    if stage == 30 { logger.warning("certificate ends", metadata: metadata) } else { logger.error("certificate ends", metadata: metadata) }
                }
                // Cancelled is the only way it ends early, and then the loop ends.
                try? await Task.sleep(for: .seconds(600))
            }
        }
    }
}
