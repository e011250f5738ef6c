namespace Edge.Cloud.Configuration;

/// <summary>Section <c>authority</c>: the cloud's own certificate authority.</summary>
public sealed class AuthoritySettings
{
    /// <summary>Folder of the issuing key, the certificates and the list of revoked ones; every instance needs the same content. Empty: <c>authority</c> in the data folder.</summary>
    public string Path { get; init; } = "";

    /// <summary>Folder of the root key, which only makes issuing keys: take it offline once the first start is done. Empty: <c>authority-root</c> in the data folder.</summary>
    public string RootPath { get; init; } = "";

    /// <summary>Days that a device's certificate is good for; a third before the end the device asks for the next. Default: 90.</summary>
    public int DeviceDays { get; init; } = 90;

    /// <summary>Names and addresses in the certificate of the devices' listener and of the broker. <c>localhost</c>, 127.0.0.1 and this machine's name are always in it.</summary>
    public IReadOnlyList<string> ServerNames { get; init; } = [];
}
