using System.Text.Json;

namespace Edge.Contracts.Updates.Tuf;

/// <summary>A metadata file taken apart (TUF 4.2.1): what is signed, in the bytes that are signed, and the signatures. Nothing is verified yet.</summary>
public sealed class TufSignedFile
{
    private const int MaximumSignatures = 1024;

    private TufSignedFile(ReadOnlyMemory<byte> bytes, JsonElement signed, byte[] canonical, IReadOnlyList<TufSignature> signatures, string where)
    {
        Bytes = bytes;
        Signed = signed;
        Canonical = canonical;
        Signatures = signatures;
        Where = where;
    }

    /// <summary>The file as it came; this is what is stored and hashed.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The signed part.</summary>
    public JsonElement Signed { get; }

    /// <summary>The bytes that signatures are over.</summary>
    public ReadOnlyMemory<byte> Canonical { get; }

    /// <summary>The signatures, no two with one key id.</summary>
    public IReadOnlyList<TufSignature> Signatures { get; }

    /// <summary>How it is called in errors.</summary>
    internal string Where { get; }

    /// <summary>Takes a file apart.</summary>
    /// <param name="utf8">The file; not changed afterwards.</param>
    /// <param name="where">How it is called in errors, such as <c>3.root.json</c>.</param>
    /// <exception cref="TufRefusedException"><see cref="TufFault.Malformed"/>.</exception>
    public static TufSignedFile Parse(ReadOnlyMemory<byte> utf8, string where)
    {
        JsonElement file = TufJson.Parse(utf8, where);
        JsonElement signed = TufJson.Object(file, "signed", where);
        List<TufSignature> signatures = [];
        HashSet<string> ids = new(StringComparer.Ordinal);
        foreach (JsonElement signature in TufJson.Array(file, "signatures", where).EnumerateArray())
        {
            TufSignature read = new(TufJson.Text(signature, "keyid", $"{where}, signatures"), TufJson.Text(signature, "sig", $"{where}, signatures"));
            // TUF 4.2.1: "multiple signatures with the same keyid are not allowed".
            if (!ids.Add(read.KeyId))
                throw TufJson.Malformed(where, $"two signatures of the key {TufJson.Shown(read.KeyId)}; allowed: one each");
            if (signatures.Count == MaximumSignatures)
                throw TufJson.Malformed(where, $"more than {MaximumSignatures} signatures");
            signatures.Add(read);
        }

        return new TufSignedFile(utf8, signed, TufJson.Canonical(signed, where), signatures, where);
    }

    /// <summary>Reads the head that all types have (TUF 4.3 to 4.6) and checks the type and the specification's version.</summary>
    internal TufHead Head(string type)
    {
        string actual = TufJson.Text(Signed, "_type", Where);
        if (actual != type)
            throw new TufRefusedException(TufFault.WrongType, $"{Where}: '_type' is '{TufJson.Shown(actual)}'; allowed here: {type}");
        string specification = TufJson.Text(Signed, "spec_version", Where);
        string[] parts = specification.Split('.');
        if (parts.Length is not (2 or 3) || !parts.All(part => part.Length is > 0 and < 6 && part.All(char.IsAsciiDigit)))
            throw TufJson.Malformed(Where, $"'spec_version' is '{TufJson.Shown(specification)}'; allowed: a version such as 1.0.34");
        if (parts[0] != "1")
            throw new TufRefusedException(TufFault.UnsupportedSpecification, $"{Where}: 'spec_version' is '{specification}'; allowed: 1.x");
        return new TufHead(specification, TufJson.Integer(Signed, "version", 1, Where), TufJson.Time(Signed, "expires", Where));
    }
}
