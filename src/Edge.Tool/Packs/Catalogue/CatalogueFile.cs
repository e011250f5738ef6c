namespace Edge.Tool.Packs.Catalogue;

/// <summary>One file that a catalogue entry accepts.</summary>
/// <param name="Url">Where it is handed out; null where only its hash is known.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits.</param>
/// <param name="SizeBytes">Its size, or the most that it may have; no byte more is ever taken.</param>
/// <param name="IsSizeKnown">Whether it has exactly that size.</param>
internal sealed record CatalogueFile(Uri? Url, string Sha256, long SizeBytes, bool IsSizeKnown = true);
