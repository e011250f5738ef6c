using Edge.Agent.Configuration;
using Edge.Contracts.Packs;

namespace Edge.Agent.Tests.Configuration;

public sealed class TrustedKeysTests : IDisposable
{
    private readonly ConfigFile _file = new(ConfigFile.Valid + "model: { trustedKeys: [vendor.key.pub] }\n");

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Load_PublicKeyBesideTheFile_IsFound()
    {
        PackSigner.Create(Path.Combine(_file.Folder, "vendor.key"));
        SettingsResult result = _file.Load();
        Assert.True(result.IsValid, string.Join('\n', result.Faults));
        Assert.Equal([Path.Combine(_file.Folder, "vendor.key.pub")], result.Settings!.Model.TrustedKeys);
    }

    [Fact]
    public void Load_MissingKey_RefusedNamingIt() => AssertRefused("vendor.key.pub");

    [Fact]
    public void Load_PrivateKeyInPlaceOfThePublicOne_RefusedWithoutShowingIt()
    {
        PackSigner.Create(Path.Combine(_file.Folder, "vendor"));
        string pem = File.ReadAllText(Path.Combine(_file.Folder, "vendor"));
        File.Move(Path.Combine(_file.Folder, "vendor"), Path.Combine(_file.Folder, "vendor.key.pub"));
        string faults = AssertRefused("private key");
        Assert.DoesNotContain(pem.Split('\n')[1], faults, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_BareModelWithTrustedKeys_IsAContradiction()
    {
        PackSigner.Create(Path.Combine(_file.Folder, "vendor.key"));
        File.WriteAllText(Path.Combine(_file.Folder, "m.onnx"), "x");
        File.WriteAllText(_file.Path, ConfigFile.Valid + "model: { path: m.onnx, trustedKeys: [vendor.key.pub] }\n");
        AssertRefused("nobody can have signed");
    }

    private string AssertRefused(string expected)
    {
        SettingsResult result = _file.Load();
        string faults = string.Join('\n', result.Faults);
        Assert.False(result.IsValid);
        Assert.Contains(expected, faults, StringComparison.Ordinal);
        return faults;
    }
}
