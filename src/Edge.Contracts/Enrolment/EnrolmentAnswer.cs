namespace Edge.Contracts.Enrolment;

/// <summary>Answer to an <see cref="EnrolmentRequest"/>: all that a device needs to belong to the fleet.</summary>
public sealed record EnrolmentAnswer
{
    /// <summary>The device's id, unique in the fleet: the common name of its certificate, its user at the broker.</summary>
    public required string Device { get; init; }

    /// <summary>The device's site.</summary>
    public required string Site { get; init; }

    /// <summary>The device's certificate, then the authorities between it and the root, in PEM.</summary>
    public required string Certificate { get; init; }

    /// <summary>The cloud's root authority, in PEM: it signs for devices, the broker and the cloud's listener.</summary>
    public required string Ca { get; init; }

    /// <summary>Host name or address of the broker, as its certificate names it.</summary>
    public required string BrokerHost { get; init; }

    /// <summary>Port of the broker, with TLS.</summary>
    public required int BrokerPort { get; init; }

    /// <summary>Base address of the devices' listener (<c>https://…:8443</c>); null: where the request went.</summary>
    public string? CloudUrl { get; init; }

    /// <summary>The first <c>root.json</c> of the release metadata, as text; null where the cloud has no releases yet: the device asks again later.</summary>
    public string? Root { get; init; }
}
