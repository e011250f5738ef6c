namespace Edge.Contracts.Updates;

/// <summary>A smaller file that makes the release from an older one.</summary>
/// <param name="FromSha256">SHA-256 of the file that it starts from, 64 lower-case hexadecimal digits.</param>
/// <param name="Path">The delta's own name as a TUF target; its size and hash are signed there.</param>
/// <param name="Format"><c>vcdiff</c> (RFC 3284).</param>
public sealed record DeltaDescription(string FromSha256, string Path, string Format)
{
    /// <summary>VCDIFF, RFC 3284.</summary>
    public const string Vcdiff = "vcdiff";
}
