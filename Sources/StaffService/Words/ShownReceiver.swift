internal import Addressee

/// How people are shown a receiver: by its system, and by the dataset, too, where that is not the register's record.
enum ShownReceiver {
    static func name(_ system: String, _ dataset: String) -> String { dataset == DatasetName.addressee.rawValue ? system : "\(system)/\(dataset)" }
}
