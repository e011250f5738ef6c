namespace Edge.Agent.Cloud;

/// <summary>That a device belongs to a fleet: who it is there, where its cloud and broker are, and what it trusts. Immutable; holds no secret.</summary>
public sealed record DeviceEnrolment
{
    /// <summary>Device id, unique in the fleet.</summary>
    public required string Device { get; init; }

    /// <summary>Site id.</summary>
    public required string Site { get; init; }

    /// <summary>What the device said that it is made of.</summary>
    public required string Hardware { get; init; }

    /// <summary>The serial number that it said.</summary>
    public required string Serial { get; init; }

    /// <summary>Base address of the cloud's listener for devices.</summary>
    public required Uri Cloud { get; init; }

    /// <summary>The broker's host, as its certificate names it.</summary>
    public required string BrokerHost { get; init; }

    /// <summary>The broker's port, with TLS.</summary>
    public required int BrokerPort { get; init; }

    /// <summary>The device's certificate and the authorities between it and the root, in PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>The root authorities that are trusted for broker and cloud, in PEM.</summary>
    public required string Ca { get; init; }

    /// <summary>UTC from when the cloud wants the certificate renewed.</summary>
    public required DateTimeOffset RenewAfter { get; init; }

    /// <summary>The first root metadata of releases (<c>1.root.json</c>); null where the cloud had none yet.</summary>
    public byte[]? TrustedRoot { get; init; }

    /// <summary>UTC of the enrolment.</summary>
    public required DateTimeOffset EnrolledAt { get; init; }
}
