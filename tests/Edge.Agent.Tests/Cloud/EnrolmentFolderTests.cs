using Edge.Agent.Cloud;
using Edge.Agent.Configuration;
using Edge.Testing.Brokers;

namespace Edge.Agent.Tests.Cloud;

public sealed class EnrolmentFolderTests : IDisposable
{
    private readonly TestAuthority _authority = new();
    private readonly EnrolledDevice _device;

    public EnrolmentFolderTests() => _device = new EnrolledDevice(_authority);

    public void Dispose()
    {
        _device.Dispose();
        _authority.Dispose();
    }

    [Fact]
    public void Folder_OfADeviceThatIsNotEnrolled_HoldsNothing() =>
        Assert.Null(new EnrolmentFolder(Path.Combine(_device.Folder.DataPath, "other")).Load());

    [Fact]
    public void Enrolment_Kept_IsReadAsItWas() => Assert.Equal(_device.Enrolment, _device.Folder.Load());

    [Fact]
    public void Certificate_CutOffBetweenTheTruthAndItsCopy_IsPutInOrder()
    {
        // Power failed after enrolment.json had the new certificate and before certificate.pem had it.
        File.WriteAllText(_device.Folder.CertificateFile, "old");
        File.Delete(_device.Folder.CaFile);

        Assert.NotNull(_device.Folder.Load());
        Assert.Equal(_device.Enrolment.Certificate, File.ReadAllText(_device.Folder.CertificateFile));
        Assert.Equal(_device.Enrolment.Ca, File.ReadAllText(_device.Folder.CaFile));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"device":null}""")]
    [InlineData("\u0001")]
    public void Enrolment_Damaged_IsAnErrorAndStays(string content)
    {
        string file = Path.Combine(_device.Folder.Folder, "enrolment.json");
        File.WriteAllText(file, content);

        Assert.Throws<EnrolmentException>(_device.Folder.Load);
        Assert.Equal(content, File.ReadAllText(file));
    }

    [Fact]
    public void Settings_OfAnEnrolledDevice_GoByTheEnrolment()
    {
        EdgeSettings settings = _device.Settings;

        Assert.Equal(("cam-1", "north"), (settings.Device.Id, settings.Device.Site));
        Assert.Equal(("127.0.0.1", 8883, DeliveryReceipt.Cloud), (settings.Mqtt.Host, settings.Mqtt.Port, settings.Mqtt.Receipt));
        Assert.Equal((_device.Folder.CaFile, _device.Folder.CertificateFile, _device.Folder.KeyFile), (settings.Mqtt.Tls!.CaFile, settings.Mqtt.Tls.CertificateFile, settings.Mqtt.Tls.KeyFile));
    }

    [Fact]
    public void Settings_WithTheCloudOff_AreTheSites()
    {
        var sites = new EdgeSettings { Device = new DeviceSettings { DataPath = _device.Folder.DataPath }, Cloud = new CloudSettings { Enabled = false } };

        Assert.Same(sites, EnrolledSettings.Apply(sites));
    }

    [Fact]
    public void Sequence_OverRestarts_OnlyGrows()
    {
        long last = 0;
        for (int start = 0; start < 3; start++)
        {
            var sequence = new ReportSequence(_device.Folder.Folder);
            for (int i = 0; i < 1500; i++)
            {
                long next = sequence.Next();
                Assert.True(next > last);
                last = next;
            }
        }
    }

    [Fact]
    public void Sequence_Damaged_DoesNotBeginAgain()
    {
        File.WriteAllText(Path.Combine(_device.Folder.Folder, "report.sequence"), "x");
        Assert.Throws<EnrolmentException>(() => new ReportSequence(_device.Folder.Folder));
    }
}
