/// An error that explains itself: a program reads the code, a person the rule, and both find in the catalogue what to do next.
///
/// No interface keeps a list of its own of the errors that it may meet: command line and API ask the error.
public protocol Explained: Error {
    /// エラーコード. A letter and four digits, which `ops/error-catalogue.md` has once.
    var code: String { get }
    /// 規則. The rule that stands against it, in Japanese; holds no value of a person's data.
    var rule: String { get }
}
