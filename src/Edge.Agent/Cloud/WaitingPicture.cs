using Edge.Contracts.Evidence;

namespace Edge.Agent.Cloud;

/// <summary>A picture that waits to be uploaded.</summary>
/// <param name="File">The JPEG.</param>
/// <param name="About">What is said of it; size and hash come when it is read.</param>
internal sealed record WaitingPicture(FileInfo File, PictureAbout About)
{
    /// <summary>Called when the cloud has it; must not throw.</summary>
    public Action? Taken { get; init; }
}
