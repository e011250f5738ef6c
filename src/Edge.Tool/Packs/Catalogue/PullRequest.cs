using Edge.Vision.Inference;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>What is pulled, and into which pack.</summary>
/// <param name="Files">Files that are accepted.</param>
/// <param name="LocalPath">A file on this machine to take instead of downloading; null downloads.</param>
/// <param name="Pack">How it is packed; its model's path is filled in.</param>
internal sealed record PullRequest(IReadOnlyList<CatalogueFile> Files, string? LocalPath, PackRequest Pack)
{
    /// <summary>Pulls <paramref name="entry"/> of a catalogue.</summary>
    public static PullRequest Of(CatalogueEntry entry, string? localPath, string? outPath) => new(
        entry.Files,
        localPath,
        new PackRequest
        {
            OutPath = outPath ?? entry.Name + ".pack",
            Name = entry.Name,
            Licence = entry.Licence,
            Accuracy = [entry.Accuracy],
            Model = new ModelOptions { Decoder = entry.Decoder },
        });
}
