#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// Index of the first `byte` at or after `from`.
package func position(of byte: UInt8, from: Int, in bytes: UnsafeRawBufferPointer) -> Int? {
    guard from < bytes.count, let base = bytes.baseAddress, let found = memchr(base + from, Int32(byte), bytes.count - from) else {
        return nil
    }
    return UnsafeRawPointer(found) - base
}
