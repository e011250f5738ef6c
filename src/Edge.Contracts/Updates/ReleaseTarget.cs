namespace Edge.Contracts.Updates;

/// <summary>What verified metadata says of one file.</summary>
/// <param name="Path">Its name as a TUF target, such as <c>models/pcb-inspector-1.3.0.pack</c>; slashes between parts, never a leading one.</param>
/// <param name="SizeBytes">Its exact size.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Description">What it is as a release; null for a file that none is by itself, such as a delta.</param>
public sealed record ReleaseTarget(string Path, long SizeBytes, string Sha256, ReleaseDescription? Description);
