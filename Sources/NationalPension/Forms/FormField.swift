/// 記入欄. One label of a form, and what stands beside it.
package struct FormField: Sendable, Hashable, Unprinted {
    /// Such as 生年月日.
    package let label: String
    /// As it is printed.
    package let value: String

    /// A label and its value.
    package init(_ label: String, _ value: String) { (self.label, self.value) = (label, value) }
}
