using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Agent.Identity;
using Edge.Testing.Brokers;

namespace Edge.Agent.Tests.Cloud;

/// <summary>The data folder of a device that is enrolled with an authority made for the test.</summary>
internal sealed class EnrolledDevice : IDisposable
{
    public EnrolledDevice(TestAuthority authority, int brokerPort = 8883, Uri? cloud = null, string device = "cam-1")
    {
        Authority = authority;
        Folder = new EnrolmentFolder(Directory.CreateTempSubdirectory("edge-enrolled-").FullName);
        Key = DeviceKey.Load(Folder.DataPath);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        Enrolment = new DeviceEnrolment
        {
            Device = device,
            Site = "north",
            Hardware = "kit-2",
            Serial = "0007",
            Cloud = cloud ?? new Uri("https://127.0.0.1:8443/"),
            BrokerHost = "127.0.0.1",
            BrokerPort = brokerPort,
            Certificate = authority.Sign(PublicKey, device, now.AddHours(-1), now.AddHours(20)),
            RenewAfter = now.AddHours(12),
            Ca = authority.RootPem,
            EnrolledAt = now,
        };
        Folder.Save(Enrolment);
    }

    public TestAuthority Authority { get; }

    public EnrolmentFolder Folder { get; }

    public DeviceKey Key { get; }

    public DeviceEnrolment Enrolment { get; }

    public byte[] SubjectPublicKeyInfo => Convert.FromBase64String(Key.Public.ToBase64());

    public PublicKey PublicKey
    {
        get
        {
            using ECDsa key = Key.Open();
            return new PublicKey(key);
        }
    }

    public EdgeSettings Settings => EnrolledSettings.Apply(new EdgeSettings { Device = new DeviceSettings { DataPath = Folder.DataPath } });

    public void Dispose()
    {
        Key.Dispose();
        Directory.Delete(Folder.DataPath, recursive: true);
    }
}
