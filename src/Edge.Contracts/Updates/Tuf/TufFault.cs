namespace Edge.Contracts.Updates.Tuf;

/// <summary>Why metadata or a target is refused, each by its own name; the steps are those of the TUF specification 1.0.34.</summary>
public enum TufFault
{
    /// <summary>Not JSON, or not of the form that its type has (4.2 to 4.6).</summary>
    Malformed,

    /// <summary>Metadata of another type than its place asks for.</summary>
    WrongType,

    /// <summary>Of another major version of the specification.</summary>
    UnsupportedSpecification,

    /// <summary>Fewer valid signatures of distinct trusted keys than the threshold asks for (5.3.4, 5.4.2, 5.5.3, 5.6.3): an arbitrary or wrongly signed file.</summary>
    ThresholdNotMet,

    /// <summary>A new root that isn't exactly one version on (5.3.5).</summary>
    RootVersion,

    /// <summary>A version lower than the one seen before: a rollback attack (5.4.3, 5.5.5).</summary>
    Rollback,

    /// <summary>The version of snapshot that the new timestamp names is lower than before: a rollback attack (5.4.3.2).</summary>
    SnapshotRollback,

    /// <summary>A targets file that snapshot listed before is listed no more (5.5.5).</summary>
    TargetsRemoved,

    /// <summary>Snapshot doesn't list the targets file of a role that is asked (5.6.1).</summary>
    NotInSnapshot,

    /// <summary>Its version isn't the one that timestamp or snapshot names: a mix-and-match attack (5.5.4, 5.6.4).</summary>
    WrongVersion,

    /// <summary>Its hash isn't the one that timestamp, snapshot or targets name: mix-and-match, or damage (5.5.2, 5.6.2, 5.7.3).</summary>
    WrongHash,

    /// <summary>Its length isn't the one that was announced.</summary>
    WrongLength,

    /// <summary>Its expiry has passed: a freeze attack (5.3.10, 5.4.4, 5.5.6, 5.6.5).</summary>
    Expired,

    /// <summary>Longer than is allowed: an endless data attack.</summary>
    EndlessData,

    /// <summary>Slower than is allowed: a slow retrieval attack.</summary>
    SlowRetrieval,

    /// <summary>No role that may say so lists the target (5.6.7).</summary>
    UnknownTarget,

    /// <summary>The target's metadata lacks what this product needs of it: SHA-256, or a sound description.</summary>
    UnsuitableTarget,

    /// <summary>Asked for in another order than the specification's: a fault of the caller.</summary>
    WrongOrder,

    /// <summary>The first root that the device was given is missing or unreadable.</summary>
    NoTrustedRoot,
}
