using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Contracts.Packs;

/// <summary>
/// The file <c>manifest.sig</c> of a signed pack. The manifest holds the SHA-256 of every other file, so a signature over it is one over all;
/// this file itself is the only one that the manifest doesn't list.
/// </summary>
public sealed record PackSignatures
{
    /// <summary>Its file name.</summary>
    public const string FileName = "manifest.sig";

    private const int MaximumSignatures = 16;

    // Two integers of 33 bytes with their heads are 72 bytes, which are 96 letters of base64.
    private const int MaximumSigLength = 96;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        PropertyNameCaseInsensitive = false,
        MaxDepth = 4,
        WriteIndented = true,
        NewLine = "\n",
        // Nothing but hexadecimal digits, base64 and one word is written: the plus signs of base64 may stay as they are.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Those of a pack that nobody signed.</summary>
    public static PackSignatures None { get; } = new() { Signatures = [] };

    /// <summary>One for each key.</summary>
    public required IReadOnlyList<PackSignature> Signatures { get; init; }

    /// <summary>Reads the file; what the signatures are worth is not checked.</summary>
    /// <exception cref="PackRefusedException">It is of another form.</exception>
    public static PackSignatures Parse(ReadOnlySpan<byte> utf8, string origin)
    {
        try
        {
            PackSignatures read = JsonSerializer.Deserialize<PackSignatures>(utf8, Json)
                ?? throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName} is null");
            if (read.Signatures.Count > MaximumSignatures)
                throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName} has {read.Signatures.Count} signatures; allowed: {MaximumSignatures}");
            foreach (PackSignature signature in read.Signatures)
                Check(signature, origin);
            if (read.Signatures.Select(signature => signature.KeyId).Distinct(StringComparer.Ordinal).Count() != read.Signatures.Count)
                throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName} has two signatures of one key");
            return read;
        }
        catch (JsonException e)
        {
            throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName}, line {(e.LineNumber ?? 0) + 1}: {PackPaths.Shown(e.Message, 500)}", e);
        }
    }

    /// <summary>These signatures, and that one in the place of an older one of the same key.</summary>
    public PackSignatures With(PackSignature signature)
    {
        ArgumentNullException.ThrowIfNull(signature);
        return new PackSignatures { Signatures = [.. Signatures.Where(other => other.KeyId != signature.KeyId), signature] };
    }

    /// <summary>The file.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    private static void Check(PackSignature signature, string origin)
    {
        if (signature.KeyId.Length != 64 || !signature.KeyId.All(char.IsAsciiHexDigitLower))
            throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName}: keyId is not 64 lower-case hexadecimal digits");
        if (signature.Scheme != PackSignature.EcdsaP256)
            throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName}: scheme is '{PackPaths.Shown(signature.Scheme)}'; allowed: {PackSignature.EcdsaP256}");
        if (signature.Sig.Length is 0 or > MaximumSigLength || !Base64.IsValid(signature.Sig))
            throw new PackRefusedException(PackFault.SignatureFile, $"pack '{origin}': {FileName}: sig is not base64 of up to {MaximumSigLength} letters");
    }
}
