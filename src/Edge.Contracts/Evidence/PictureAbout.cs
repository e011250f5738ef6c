namespace Edge.Contracts.Evidence;

/// <summary>What a device says of a picture that it uploads.</summary>
public sealed record PictureAbout
{
    /// <summary>Id of the alert or event that it belongs to, or of the example; a UUID.</summary>
    public required string Subject { get; init; }

    /// <summary>What it is of.</summary>
    public required PictureKind Kind { get; init; }

    /// <summary>The camera; null where it is not known any more.</summary>
    public string? Camera { get; init; }

    /// <summary>UTC of the picture.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Bytes of the JPEG.</summary>
    public required long SizeBytes { get; init; }

    /// <summary>SHA-256 of the JPEG, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Why it is a hard example: <c>lowMargin</c> or <c>disagreement</c>; null for evidence.</summary>
    public string? Reason { get; init; }

    /// <summary>Name and version of the model that saw it; null where they are not known any more.</summary>
    public string? Model { get; init; }

    /// <summary>What the model saw; empty for evidence, whose boxes are drawn.</summary>
    public IReadOnlyList<PictureLabel> Labels { get; init => field = value ?? []; } = []; // Generated readers set what is absent to null.
}
