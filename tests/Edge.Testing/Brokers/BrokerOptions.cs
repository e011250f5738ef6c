namespace Edge.Testing.Brokers;

/// <summary>How a test's broker is set up.</summary>
public sealed record BrokerOptions
{
    /// <summary>Whether the broker keeps its state on disk between starts.</summary>
    public bool Persistence { get; init; }

    /// <summary>Users and their passwords; any makes anonymous clients unwelcome.</summary>
    public IReadOnlyDictionary<string, string> Users { get; init; } = new Dictionary<string, string>();

    /// <summary>Lines of a mosquitto ACL file; empty allows everything.</summary>
    public IReadOnlyList<string> AccessRules { get; init; } = [];

    /// <summary>Most bytes of a packet; null is no limit.</summary>
    public int? MaximumPacketSize { get; init; }

    /// <summary>The authority whose certificate the broker shows; null is plain TCP.</summary>
    public TestAuthority? Authority { get; init; }

    /// <summary>Whether clients must show a certificate of the same authority.</summary>
    public bool RequireClientCertificate { get; init; }

    /// <summary>Names and addresses in the broker's certificate.</summary>
    public IReadOnlyList<string> CertificateNames { get; init; } = ["localhost", "127.0.0.1"];
}
