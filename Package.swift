// swift-tools-version: 6.1
import PackageDescription

/// One loop of strict settings for every target (STYLE): Swift 6 mode, warnings are errors.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .unsafeFlags(["-warnings-as-errors"]),
]

let package = Package(
    name: "AtenaHub",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "atena", targets: ["atena"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-async-algorithms", from: "1.1.4"),
        .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.0.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        // The C library's own settings of its allocator, which Swift's Glibc module leaves out.
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CProcess"),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "TextForms", swiftSettings: strict),
        .target(name: "Threads", swiftSettings: strict),
        .target(
            name: "Postgres", dependencies: ["CLibPQ", "TextForms", "Threads", .product(name: "Logging", package: "swift-log")], swiftSettings: strict),
        .target(name: "OneTimeCodes", dependencies: [.product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .target(name: "Addressee", swiftSettings: strict),
        .target(
            name: "Governance",
            dependencies: ["Addressee", "TextForms", .product(name: "Crypto", package: "swift-crypto"), .product(name: "Yams", package: "Yams")],
            swiftSettings: strict),
        .target(
            name: "TextFiles",
            dependencies: [.product(name: "NIOPosix", package: "swift-nio"), .product(name: "_NIOFileSystem", package: "swift-nio")], swiftSettings: strict),
        .target(name: "Envelope", dependencies: ["COpenSSL"], swiftSettings: strict),
        .target(name: "Keys", dependencies: ["COpenSSL", "TextFiles", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .target(name: "TransparencyLog", dependencies: ["Keys", "TextForms", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .target(
            name: "SourceFiles",
            dependencies: [
                "Addressee", "CZlib", "TextFiles", "Threads",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "_NIOFileSystem", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(name: "ConnectorKit", dependencies: ["Addressee", "TextForms"], swiftSettings: strict),
        .target(
            name: "AuditTrail",
            dependencies: [
                "Addressee", "Envelope", "Keys", "Postgres", "TextFiles", "TextForms", "Threads", "TransparencyLog",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .target(
            name: "AccessControl",
            dependencies: [
                "Addressee", "AuditTrail", "Governance", "Keys", "OneTimeCodes", "Postgres", "SourceFiles", "TextForms", "Threads",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "Register",
            dependencies: [
                "AccessControl", "Addressee", "AuditTrail", "Governance", "Keys", "Postgres", "SourceFiles", "TextFiles", "TextForms", "TransparencyLog",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "_NIOFileSystem", package: "swift-nio"),
            ],
            swiftSettings: strict),
        .target(
            name: "Sharing",
            dependencies: [
                "AccessControl", "Addressee", "AuditTrail", "ConnectorKit", "Envelope", "Governance", "Keys", "Postgres", "Register", "TextFiles",
                "TextForms", "TransparencyLog",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .target(
            name: "LogSealing",
            dependencies: [
                "AccessControl", "Addressee", "AuditTrail", "Governance", "Keys", "Postgres", "Register", "Sharing", "TextFiles", "Threads", "TransparencyLog",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .target(
            name: "Oversight",
            dependencies: [
                "AccessControl", "Addressee", "AuditTrail", "Governance", "Keys", "LogSealing", "Postgres", "Register", "Sharing", "TextForms", "Threads",
                "TransparencyLog",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .target(name: "ReceiverLedger", dependencies: ["Addressee", "ConnectorKit", "Keys", "Postgres"], swiftSettings: strict),
        .target(
            name: "Departments", dependencies: ["Addressee", "ConnectorKit", "Keys", "Postgres", "ReceiverLedger"], swiftSettings: strict),
        .target(
            name: "NationalPension",
            dependencies: [
                "Addressee", "Postgres", "ReceiverLedger",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            resources: [.copy("Resources")], swiftSettings: strict),
        .target(
            name: "Connectors",
            dependencies: [
                "Addressee", "ConnectorKit", "TextForms",
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict),
        .target(name: "SyntheticCity", dependencies: ["Addressee", "TextFiles"], resources: [.copy("Resources")], swiftSettings: strict),
        .target(name: "Settings", dependencies: ["Addressee"], swiftSettings: strict),
        .target(
            name: "Installation",
            dependencies: [
                "AccessControl", "Addressee", "AuditTrail", "CProcess", "ConnectorKit", "Connectors", "Departments", "Governance", "Keys", "LogSealing",
                "Oversight", "Postgres", "Register", "Settings", "Sharing",
                "TransparencyLog",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "MutualTLS",
            dependencies: [
                "Addressee", "Settings", "TextForms",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .target(
            name: "HubServer",
            dependencies: [
                "Addressee", "ConnectorKit", "Governance", "LogSealing", "MutualTLS", "Oversight", "Settings", "Sharing", "TextFiles", "TextForms",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "_NIOFileSystem", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
            ],
            swiftSettings: strict),
        .target(
            name: "StaffAPI",
            dependencies: [
                "Addressee", "Threads",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict),
        .target(
            name: "StaffService",
            dependencies: [
                "AccessControl", "Addressee", "AuditTrail", "ConnectorKit", "Governance", "Installation", "LogSealing", "MutualTLS", "NationalPension",
                "Oversight", "Postgres",
                "Register", "Settings", "Sharing", "SourceFiles", "StaffAPI", "TextFiles", "TextForms", "TransparencyLog",
                .product(name: "AsyncAlgorithms", package: "swift-async-algorithms"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "_NIOFileSystem", package: "swift-nio"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOFoundationCompat", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .target(
            name: "StaffCommands",
            dependencies: [
                "Addressee", "Keys", "OneTimeCodes", "Settings", "SourceFiles", "StaffAPI", "TextFiles", "TextForms", "Threads",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "atena",
            dependencies: [
                "Addressee", "CMalloc", "ConnectorKit", "Connectors", "Departments", "Governance", "HubServer", "MutualTLS", "Postgres", "SyntheticCity",
                "AccessControl",
                "AuditTrail",
                "Installation", "Settings", "Keys", "LogSealing", "NationalPension", "Oversight", "Register", "Sharing", "StaffAPI",
                "StaffCommands", "StaffService", "TextFiles", "Threads",
                "TransparencyLog",
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdTLS", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "X509", package: "swift-certificates"),
                .product(name: "SwiftASN1", package: "swift-asn1"),
            ],
            swiftSettings: strict
        ),
        // Stands: what the tests of a stage and of those above it need to have a hub of their own, as far as the stage knows it.
        .target(
            name: "AccessControlStand",
            dependencies: [
                "AccessControl", "AuditTrail", "Addressee", "Keys", "OneTimeCodes", "Postgres", "TransparencyLog",
            ],
            path: "Tests/AccessControlStand",
            swiftSettings: strict),
        .target(
            name: "RegisterStand",
            dependencies: [
                "AccessControlStand", "Register", "AccessControl", "Addressee", "Postgres", "SyntheticCity",
                .product(name: "Crypto", package: "swift-crypto"),
            ],
            path: "Tests/RegisterStand",
            swiftSettings: strict),
        .target(
            name: "SharingStand",
            dependencies: [
                "RegisterStand", "AccessControlStand", "Sharing", "Register", "AccessControl", "Addressee", "ConnectorKit", "Departments", "Governance", "Keys",
                "Postgres",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/SharingStand",
            swiftSettings: strict),
        .target(
            name: "LogSealingStand",
            dependencies: [
                "SharingStand", "RegisterStand", "AccessControlStand", "LogSealing", "Sharing", "AccessControl", "AuditTrail", "Addressee", "Governance",
                "Postgres", "TransparencyLog",
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/LogSealingStand",
            swiftSettings: strict),
        .testTarget(
            name: "AccessControlTests",
            dependencies: [
                "AccessControlStand", "AccessControl", "AuditTrail", "Addressee", "Keys", "OneTimeCodes", "Postgres", "SourceFiles",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "RegisterTests",
            dependencies: [
                "RegisterStand", "AccessControlStand", "Register", "AccessControl", "AuditTrail", "Addressee", "Governance", "Keys", "Postgres", "SourceFiles",
                "SyntheticCity",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "SharingTests",
            dependencies: [
                "SharingStand", "RegisterStand", "AccessControlStand", "Sharing", "Register", "AccessControl", "AuditTrail", "Addressee", "ConnectorKit",
                "Departments", "Governance", "Keys", "Postgres", "SourceFiles", "SyntheticCity",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "LogSealingTests",
            dependencies: [
                "LogSealingStand", "SharingStand", "RegisterStand", "AccessControlStand", "LogSealing", "Sharing", "Register", "AccessControl", "AuditTrail",
                "Addressee", "ConnectorKit", "Governance", "Postgres", "Threads", "TransparencyLog",
            ],
            swiftSettings: strict),
        .testTarget(
            name: "OversightTests",
            dependencies: [
                "LogSealingStand", "SharingStand", "RegisterStand", "AccessControlStand", "Oversight", "LogSealing", "Sharing", "Register", "AccessControl",
                "AuditTrail", "Addressee", "ConnectorKit", "Governance", "Keys", "Postgres", "SyntheticCity", "TransparencyLog",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "InstallationTests",
            dependencies: [
                "LogSealingStand", "SharingStand", "RegisterStand", "AccessControlStand", "Installation", "Settings", "Oversight", "LogSealing", "Sharing",
                "Register", "AccessControl", "AuditTrail", "Addressee", "ConnectorKit", "Departments", "Governance", "Keys", "Postgres", "SyntheticCity",
                "TransparencyLog",
            ],
            swiftSettings: strict),
        .target(name: "ModuleStand", dependencies: ["Postgres"], path: "Tests/ModuleStand", swiftSettings: strict),
        .testTarget(name: "TextFormsTests", dependencies: ["TextForms"], swiftSettings: strict),
        .testTarget(name: "AddresseeTests", dependencies: ["Addressee"], swiftSettings: strict),
        .testTarget(
            name: "ConnectorsTests", dependencies: ["Addressee", "ConnectorKit", "Connectors", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .testTarget(name: "ConnectorKitTests", dependencies: ["Addressee", "ConnectorKit"], swiftSettings: strict),
        .testTarget(
            name: "DepartmentsTests", dependencies: ["ModuleStand", "Addressee", "ConnectorKit", "Departments", "Keys", "Postgres", "ReceiverLedger"],
            swiftSettings: strict),
        .testTarget(name: "EnvelopeTests", dependencies: ["Envelope"], swiftSettings: strict),
        .testTarget(name: "GovernanceTests", dependencies: ["Addressee", "Governance"], swiftSettings: strict),
        .testTarget(
            name: "HubServerTests",
            dependencies: [
                "HubServer", "MutualTLS", "Settings", "Oversight", "Sharing", "Addressee", "ConnectorKit", "Governance",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict),
        .testTarget(name: "KeysTests", dependencies: ["Keys", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .testTarget(
            name: "NationalPensionTests",
            dependencies: ["ModuleStand", "Addressee", "NationalPension", "Postgres", "SyntheticCity", .product(name: "Crypto", package: "swift-crypto")],
            swiftSettings: strict),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres"], swiftSettings: strict),
        .testTarget(
            name: "TransparencyLogTests", dependencies: ["Keys", "TransparencyLog", .product(name: "Crypto", package: "swift-crypto")], swiftSettings: strict),
        .testTarget(name: "SourceFilesTests", dependencies: ["SourceFiles"], swiftSettings: strict),
        .testTarget(name: "TextFilesTests", dependencies: ["TextFiles"], swiftSettings: strict),
        .testTarget(name: "SyntheticCityTests", dependencies: ["Addressee", "SyntheticCity"], swiftSettings: strict),
    ]
)
