namespace Edge.Contracts.Updates.Tuf;

/// <summary>One signature of a metadata file (TUF 4.2.1); what it is worth is not checked yet.</summary>
/// <param name="KeyId">Whose it is said to be.</param>
/// <param name="Sig">In hexadecimal digits; may be empty where a key holder hasn't signed yet.</param>
public sealed record TufSignature(string KeyId, string Sig);
