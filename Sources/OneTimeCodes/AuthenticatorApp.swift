/// What an authenticator app does, for scripts of a private hub that hold a test person's secret in an owner-only file; never for real persons.
public enum AuthenticatorApp {
    /// Seconds that a code is shown for.
    public static let period = Totp.period

    /// The code of a step (whole periods since 1970-01-01T00:00:00Z); nil where the secret is no base 32.
    public static func code(secret: String, step: Int64) -> String? {
        guard let bytes = Base32.decode(secret), !bytes.isEmpty else { return nil }
        return Totp(secret: bytes).code(step: step)
    }
}
