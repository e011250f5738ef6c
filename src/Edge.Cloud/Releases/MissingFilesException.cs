namespace Edge.Cloud.Releases;

/// <summary>Targets name files that have not come yet; they are uploaded first.</summary>
internal sealed class MissingFilesException(IReadOnlyList<string> sha256) : Exception($"{sha256.Count} files of the targets have not been uploaded, {sha256[0]} among them")
{
    /// <summary>Their hashes.</summary>
    public IReadOnlyList<string> Sha256 { get; } = sha256;
}
