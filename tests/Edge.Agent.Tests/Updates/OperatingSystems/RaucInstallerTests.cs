using System.Diagnostics;
using Edge.Agent.Updates;
using Edge.Agent.Updates.OperatingSystems;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates.OperatingSystems;

/// <summary>
/// Images handed to RAUC. A machine that starts from two slots is played by a script that keeps their state in files and answers as RAUC 1.8 does;
/// the looking at bundles is the real RAUC's, where it is installed.
/// </summary>
public sealed class RaucInstallerTests : IDisposable
{
    private readonly UpdateRig _rig = new();
    private readonly string _machine = Directory.CreateTempSubdirectory("edge-rauc-").FullName;

    public RaucInstallerTests()
    {
        System.IO.File.WriteAllText(File("booted"), "A");
        System.IO.File.WriteAllText(File("primary"), "rootfs.0");
        System.IO.File.WriteAllText(File("rauc"), $$$"""
            #!/bin/sh
            cd '{{{_machine}}}' || exit 1
            echo "$@" >> calls
            case "$1 $2" in
              "info "*) grep -q '^bundle' "$3" || { echo "signature verification failed" >&2; exit 1; } ;;
              "install "*) [ -f broken ] && { echo "no space left" >&2; exit 1; }
                [ "$(cat booted)" = A ] && echo rootfs.1 > primary || echo rootfs.0 > primary ;;
              "status mark-active") echo "$3" > primary ;;
              "status mark-good") : ;;
              "status --output-format=json") printf '{"compatible":"x","variant":"","booted":"%s","boot_primary":"%s","slots":[{"rootfs.0":{"class":"rootfs","bootname":"A","state":"booted"}},{"rootfs.1":{"class":"rootfs","bootname":"B","state":"inactive"}},{"data.0":{"class":"data","bootname":null}}]}' "$(cat booted)" "$(cat primary)" ;;
              *) exit 2 ;;
            esac
            """.ReplaceLineEndings("\n"));
        Tars.MakeExecutable(File("rauc"));
        _rig.Installers.Add(Installer());
        _rig.Shelf.Put("os/1", ReleaseKind.OperatingSystem, "bundle one"u8.ToArray(), 1);
        _rig.Shelf.Put("os/2", ReleaseKind.OperatingSystem, "bundle two"u8.ToArray(), 2);
    }

    public void Dispose()
    {
        _rig.Dispose();
        Directory.Delete(_machine, recursive: true);
    }

    [Fact]
    public async Task Image_ThatStarts_IsMarkedGoodAndStays()
    {
        await WantAsync("os/1");
        Assert.Contains("reboot", Calls(), StringComparison.Ordinal);
        Assert.DoesNotContain("mark-good", Calls(), StringComparison.Ordinal);
        Boot("B");
        UpdateStatus status = await GoOnAsync(UpdateOutcome.Committed);
        Assert.Equal("1", status.Installed[ReleaseKind.OperatingSystem].Version);
        Assert.Contains("status mark-good booted", Calls(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_ThatDoesNotStart_IsFoundOutAfterTheBootLoaderWentBack()
    {
        await WantAsync("os/1");
        Boot("A");
        UpdateStatus status = await GoOnAsync(UpdateOutcome.RolledBack);
        Assert.Equal("fellBack", status.Updates[ReleaseKind.OperatingSystem].Fault);
        Assert.Equal("rootfs.0", Primary());
        Assert.True(_rig.Slot(ReleaseKind.OperatingSystem).IsFactory);
    }

    [Fact]
    public async Task Image_UnderWhichTheDeviceIsUnwell_GoesBackWithAnotherStart()
    {
        await WantAsync("os/1");
        Boot("B");
        _rig.Faults = ["capture of camera 'a' is blind"];
        UpdateStatus status = await GoOnAsync(UpdateOutcome.RolledBack);
        Assert.NotNull(status.RestartReason);
        Assert.Equal("rootfs.0", Primary());
        Assert.Equal(2, Calls().Split("reboot").Length - 1);
    }

    [Fact]
    public async Task Image_ThatRaucDoesNotSign_IsRefused()
    {
        _rig.Shelf.Put("os/3", ReleaseKind.OperatingSystem, "unsigned"u8.ToArray(), 3);
        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.OperatingSystem, "os/3");
        Assert.Equal("form.rauc", progress.Fault);
        Assert.Contains("signature verification failed", progress.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("install", Calls(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Image_ThatRaucCannotInstall_LeavesTheRunningSystem()
    {
        System.IO.File.WriteAllText(File("broken"), "");
        UpdateProgress progress = await _rig.WantAsync(ReleaseKind.OperatingSystem, "os/1");
        Assert.Equal("activation.rauc", progress.Fault);
        Assert.Equal("rootfs.0", Primary());
    }

    [Fact]
    public async Task Second_ImageAfterTheFirst_GoesToTheOtherSlotAndTheWayBackNeedsNoInstall()
    {
        await WantAsync("os/1");
        Boot("B");
        await GoOnAsync(UpdateOutcome.Committed);
        await WantAsync("os/2");
        Boot("A");
        await GoOnAsync(UpdateOutcome.Committed);
        System.IO.File.Delete(File("calls"));
        await WantAsync("os/1");
        Assert.DoesNotContain("install", Calls(), StringComparison.Ordinal);
        Boot("B");
        Assert.Equal("1", (await GoOnAsync(UpdateOutcome.Committed)).Installed[ReleaseKind.OperatingSystem].Version);
    }

    [RaucFact]
    public async Task Bundle_OfTheRealRauc_IsTakenOnlyWithTheDevicesKeyring()
    {
        string content = Path.Combine(_machine, "content"), bundle = Path.Combine(_machine, "real.raucb");
        Directory.CreateDirectory(content);
        await System.IO.File.WriteAllBytesAsync(Path.Combine(content, "rootfs.img"), System.Security.Cryptography.RandomNumberGenerator.GetBytes(64 * 1024));
        await System.IO.File.WriteAllTextAsync(Path.Combine(content, "manifest.raucm"), "[update]\ncompatible=edge\nversion=1\n\n[bundle]\nformat=verity\n\n[image.rootfs]\nfilename=rootfs.img\n");
        Shell($"cd '{_machine}' && for k in good other; do openssl req -x509 -newkey rsa:2048 -nodes -keyout $k.key -out $k.crt -days 30 -subj /CN=$k 2>/dev/null; done && rauc bundle --cert=good.crt --key=good.key content real.raucb");
        foreach (string key in (IEnumerable<string>)["good", "other"])
        {
            string wrapper = Path.Combine(_machine, "rauc-" + key);
            await System.IO.File.WriteAllTextAsync(wrapper, $"#!/bin/sh\nexec rauc --keyring='{_machine}/{key}.crt' \"$@\"\n");
            Tars.MakeExecutable(wrapper);
        }

        Candidate candidate = new(new InstalledRelease("os/real", "os", "1", 1, new string('0', 64)), bundle, new ReleaseDescription { Kind = ReleaseKind.OperatingSystem, Name = "os", Version = "1", Counter = 1 });
        await new RaucInstaller(_rig.Folders, Path.Combine(_machine, "rauc-good"), ["true"]).StageAsync(candidate, CancellationToken.None);
        var refused = await Assert.ThrowsAsync<UpdateRefusedException>(() => new RaucInstaller(_rig.Folders, Path.Combine(_machine, "rauc-other"), ["true"]).StageAsync(candidate, CancellationToken.None));
        Assert.Equal("form.rauc", refused.FaultName);
    }

    private static void Shell(string command)
    {
        using Process process = Process.Start(new ProcessStartInfo("sh", ["-c", command]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors);
    }

    private string File(string name) => Path.Combine(_machine, name);

    private RaucInstaller Installer() => new(_rig.Folders, File("rauc"), ["sh", "-c", $"echo reboot >> '{File("calls")}'"]);

    private string Calls() => System.IO.File.Exists(File("calls")) ? System.IO.File.ReadAllText(File("calls")) : "";

    private string Primary() => System.IO.File.ReadAllText(File("primary")).Trim();

    private void Boot(string slot)
    {
        System.IO.File.WriteAllText(File("booted"), slot);
        _rig.Recover();
    }

    private Task<UpdateStatus> WantAsync(string path) =>
        _rig.LiveAsync(new Dictionary<ReleaseKind, string> { [ReleaseKind.OperatingSystem] = path }, "r1", status => status.RestartReason is not null);

    private Task<UpdateStatus> GoOnAsync(UpdateOutcome outcome) =>
        _rig.LiveAsync(null, "", status => status.Updates.TryGetValue(ReleaseKind.OperatingSystem, out UpdateProgress? progress) && progress.Outcome == outcome && _rig.InProgress is null && (outcome == UpdateOutcome.Committed || status.RestartReason is not null || System.IO.File.ReadAllText(File("booted")) == "A"));
}
