namespace Edge.Contracts.Evidence;

/// <summary>
/// Arguments of <c>command/pictures</c>. The device answers at once with a <see cref="PictureAnswer"/>, and uploads in its own time:
/// <c>PUT /api/v1/device/pictures/{subject}</c> under its certificate, <c>multipart/form-data</c> with the parts <c>about</c> (<see cref="PictureAbout"/>, JSON)
/// and <c>picture</c> (JPEG). 200, 201 or 204 is taken; 409 is there already; 413 and 429 are over the cloud's budget, and end the upload for now.
/// </summary>
public sealed record PictureRequest
{
    /// <summary>Most wishes of one request.</summary>
    public const int MaximumWishes = 200;

    /// <summary>Evidence that is wanted.</summary>
    public IReadOnlyList<PictureWish> Wishes { get; init => field = value ?? []; } = []; // Generated readers set what is absent to null.

    /// <summary>How many hard examples are wanted at most, the hardest first; 0 to 1000.</summary>
    public int Examples { get; init; }

    /// <summary>Bytes that all of it may take; the device's own budget holds besides.</summary>
    public required long BudgetBytes { get; init; }
}
