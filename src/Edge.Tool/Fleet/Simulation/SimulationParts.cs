using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Edge.Contracts.Enrolment;

namespace Edge.Tool.Fleet.Simulation;

/// <summary>What all simulated devices share.</summary>
internal sealed class SimulationParts(SimulationSettings settings, BrokerAddress broker, X509Certificate2? authority, TimeProvider time, Action<string> tell)
{
    /// <summary>Every simulated device's one camera.</summary>
    public const string Camera = "gate";

    private long _rolloutStart = -1;

    /// <summary>How it goes.</summary>
    public SimulationSettings Settings { get; } = settings;

    /// <summary>Where the broker is.</summary>
    public BrokerAddress Broker { get; } = broker;

    /// <summary>Time.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>What is counted.</summary>
    public LoadNumbers Numbers { get; } = new();

    /// <summary>How many handshakes may run at once in this process. The storm is on the broker; this only keeps our own handshakes from starving each other.</summary>
    public SemaphoreSlim Connecting { get; } = new(settings.ConnectAtOnce);

    /// <summary>When the rollout began, as a timestamp; null before.</summary>
    public long? RolloutStart
    {
        get => Interlocked.Read(ref _rolloutStart) is >= 0 and var start ? start : null;
        set => Interlocked.Exchange(ref _rolloutStart, value ?? -1);
    }

    /// <summary>Says what went wrong on a device.</summary>
    public void Tell(string what) => tell(what);

    /// <summary>How a device knows the broker and shows itself; null for plain TCP.</summary>
    public SslClientAuthenticationOptions? TlsOf(DeviceIdentity identity)
    {
        if (authority is null)
            return null;
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.CustomTrustStore.Add(authority);
        return new SslClientAuthenticationOptions
        {
            TargetHost = Broker.Host,
            CertificateChainPolicy = policy,
            ClientCertificateContext = SslStreamCertificateContext.Create(identity.OpenCertificate(), identity.OpenIssuers(), offline: true),
            AllowTlsResume = false, // Each device is another client; and after a broker's restart all handshakes are whole ones.
        };
    }
}
