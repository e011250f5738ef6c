namespace Edge.Contracts.Packs;

/// <summary>One signature over the stored bytes of a manifest.</summary>
/// <param name="KeyId">Which key made it: SHA-256 of its public half (SubjectPublicKeyInfo, DER), 64 lower-case hexadecimal digits.</param>
/// <param name="Scheme"><c>ecdsa-sha2-nistp256</c>.</param>
/// <param name="Sig">The signature, a DER sequence of two integers, in base64.</param>
public sealed record PackSignature(string KeyId, string Scheme, string Sig)
{
    /// <summary>The only scheme there is: ECDSA on P-256 with SHA-256.</summary>
    public const string EcdsaP256 = "ecdsa-sha2-nistp256";
}
