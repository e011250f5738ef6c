using Edge.Cloud.Configuration;

namespace Edge.Cloud.Security;

/// <summary>Where the authority keeps its files.</summary>
/// <param name="Folder">Issuing key, certificates, list of revoked ones.</param>
/// <param name="RootFolder">Root key.</param>
internal sealed record AuthorityFiles(string Folder, string RootFolder)
{
    /// <summary>Root certificate; public.</summary>
    public string Root => Path.Combine(Folder, "root.pem");

    /// <summary>Root key; needed only to make an issuing key.</summary>
    public string RootKey => Path.Combine(RootFolder, "root.key");

    /// <summary>Issuing certificate; public.</summary>
    public string Issuing => Path.Combine(Folder, "issuing.pem");

    /// <summary>Issuing key.</summary>
    public string IssuingKey => Path.Combine(Folder, "issuing.key");

    /// <summary>Root and issuing certificate in one file, as the broker wants them; public.</summary>
    public string Chain => Path.Combine(Folder, "chain.pem");

    /// <summary>List of revoked certificates; public.</summary>
    public string Revoked => Path.Combine(Folder, "revoked.pem");

    /// <summary>Certificate (with its chain) and key of the devices' listener and of the broker.</summary>
    public string Server => Path.Combine(Folder, "server.pem");

    /// <summary>Key of <see cref="Server"/>.</summary>
    public string ServerKey => Path.Combine(Folder, "server.key");

    /// <summary>Certificate with which the cloud itself connects to the broker; the broker's listener for the cloud trusts it and no other.</summary>
    public string Client => Path.Combine(Folder, "client.pem");

    /// <summary>Key of <see cref="Client"/>.</summary>
    public string ClientKey => Path.Combine(Folder, "client.key");

    /// <summary>The files that <paramref name="settings"/> name.</summary>
    public static AuthorityFiles Of(CloudSettings settings) => new(
        settings.Authority.Path.Length > 0 ? settings.Authority.Path : Path.Combine(settings.DataPath, "authority"),
        settings.Authority.RootPath.Length > 0 ? settings.Authority.RootPath : Path.Combine(settings.DataPath, "authority-root"));
}
