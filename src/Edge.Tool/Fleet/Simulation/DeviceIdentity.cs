using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Contracts.Topics;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>Who a simulated device is: what enrolment gave it.</summary>
/// <param name="Site">Site id.</param>
/// <param name="Device">Device id.</param>
/// <param name="Hardware">Kind of hardware that it enrolled as.</param>
/// <param name="Serial">Serial number that it enrolled with.</param>
/// <param name="KeyPem">Its private key, PKCS #8 in PEM. A secret.</param>
/// <param name="ChainPem">Its certificate and that of its issuer.</param>
internal sealed record DeviceIdentity(string Site, string Device, string Hardware, string Serial, string KeyPem, string ChainPem)
{
    /// <summary>Its topics.</summary>
    public EdgeTopics Topics => new(Site, Device);

    /// <summary>Its key; the caller's to dispose.</summary>
    public ECDsa OpenKey()
    {
        var key = ECDsa.Create();
        key.ImportFromPem(KeyPem);
        return key;
    }

    /// <summary>Its certificate with the key; the caller's to dispose.</summary>
    public X509Certificate2 OpenCertificate() => X509Certificate2.CreateFromPem(ChainPem, KeyPem);

    /// <summary>Certificates of its issuers.</summary>
    public X509Certificate2Collection OpenIssuers()
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(ChainPem);
        return [.. all.Skip(1)];
    }
}
