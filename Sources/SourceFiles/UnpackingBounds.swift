/// 伸長の上限. How much a gzip file may become: in all, for each byte of it, and in how many members. A file that goes beyond is refused by name, as soon as it does.
package struct UnpackingBounds: Sendable {
    /// Bytes, unpacked. The register of the largest city has a tenth of it.
    package var gibibytes = 16
    /// Unpacked bytes for each packed one: text of rows comes to less than a hundred, what gzip can do is a thousand.
    package var ratio = 200
    /// Up to here a file may be packed as densely as it likes.
    package var free = 64 << 20
    /// Streams one after the other (RFC 1952); programs that pack in blocks make one of each 64 KiB.
    package var members = 1_000_000

    package init() {}
}
