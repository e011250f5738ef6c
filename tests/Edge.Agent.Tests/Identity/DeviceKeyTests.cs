using System.Security.Cryptography;
using Edge.Agent.Identity;
using Edge.Contracts.Receipts;

namespace Edge.Agent.Tests.Identity;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class DeviceKeyTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("edge-key-").FullName;

    private string PrivatePath => Path.Combine(_data, DeviceKey.FileName);

    private string PublicPath => Path.Combine(_data, DeviceKey.PublicFileName);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Fact]
    public void Key_AtTheFirstStart_IsMadeForItsOwnerAndStays()
    {
        using DeviceKey made = DeviceKey.Load(_data);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(PrivatePath));
        Assert.Contains("BEGIN PRIVATE KEY", File.ReadAllText(PrivatePath), StringComparison.Ordinal);
        Assert.Equal(made.Public, ReceiptKey.FromFile(PublicPath));
        using DeviceKey again = DeviceKey.Load(_data);
        Assert.Equal(made.Public, again.Public);
        using ECDsa signing = again.Open();
        Assert.Equal(made.Public, ReceiptKey.Of(signing));
    }

    /// <summary>The power went between the two files, or before the rename: what is there counts, the rest is put right.</summary>
    [Fact]
    public void PublicHalf_MissingOrAnother_IsWrittenAnew()
    {
        using DeviceKey made = DeviceKey.Load(_data);
        File.WriteAllText(PublicPath, "half");
        File.WriteAllText(PrivatePath + ".new", "half");
        using DeviceKey again = DeviceKey.Load(_data);
        Assert.Equal(made.Public, ReceiptKey.FromFile(PublicPath));
    }

    [Theory]
    [InlineData("")]
    [InlineData("no key")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    public void File_ThatIsNoKey_IsRefusedAndNeverReplaced(string content)
    {
        WritePrivate(content);
        DeviceKeyException error = Assert.Throws<DeviceKeyException>(() => DeviceKey.Load(_data));
        Assert.Contains(PrivatePath, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(PrivatePath));
    }

    [Fact]
    public void File_OfAnotherCurve_IsRefused()
    {
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        WritePrivate(other.ExportPkcs8PrivateKeyPem());
        Assert.Contains("P-256", Assert.Throws<DeviceKeyException>(() => DeviceKey.Load(_data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatOthersMayRead_IsRefused()
    {
        DeviceKey.Load(_data).Dispose();
        File.SetUnixFileMode(PrivatePath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<DeviceKeyException>(() => DeviceKey.Load(_data)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_Replaced_TheOldOneIsStillFound()
    {
        ReceiptKey old;
        using (DeviceKey made = DeviceKey.Load(_data))
            old = made.Public;
        DeviceKey.Replace(_data);
        using DeviceKey now = DeviceKey.Load(_data);
        Assert.NotEqual(old, now.Public);
        Assert.Equal(now.Public, ReceiptKey.FromFile(PublicPath));
        using ECDsa? found = now.Find(old);
        Assert.NotNull(found);
        Assert.Equal(old, ReceiptKey.Of(found));
        using ECDsa stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(now.Find(ReceiptKey.Of(stranger)));
    }

    private void WritePrivate(string content)
    {
        File.WriteAllText(PrivatePath, content);
        File.SetUnixFileMode(PrivatePath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
