using System.Diagnostics;
using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.OperatingSystems;

/// <summary>
/// Hands images of the operating system to RAUC, which writes the slot that does not run, checks its own signature on the bundle, and tells the boot loader.
/// Which slot holds which release is kept here, since RAUC knows bundles by version only. The boot loader's count of starts is the last resort: a system that
/// does not come up is left without anybody's help, and found out here at the next start.
/// </summary>
/// <param name="folders">Where everything lies.</param>
/// <param name="rauc">The program.</param>
/// <param name="reboot">Starts the device again: a program and its arguments.</param>
internal sealed class RaucInstaller(UpdateFolders folders, string rauc, IReadOnlyList<string> reboot) : IReleaseInstaller
{
    private const string Program = "/usr/bin/rauc";
    private const string Configuration = "/etc/rauc/system.conf";
    private const int MaximumTold = 400;
    private static readonly TimeSpan InstallTime = TimeSpan.FromHours(2);
    private static readonly TimeSpan CallTime = TimeSpan.FromMinutes(2);

    public ReleaseKind Kind => ReleaseKind.OperatingSystem;

    private string Record => Path.Combine(folders.Root, "os.json");

    /// <summary>An installer where RAUC is there and set up for this device; null elsewhere.</summary>
    public static RaucInstaller? Find(UpdateFolders folders) =>
        File.Exists(Program) && File.Exists(Configuration) ? new RaucInstaller(folders, Program, ["systemctl", "reboot"]) : null;

    /// <summary>RAUC looks at the bundle: its form, its signature by the device's own keyring.</summary>
    public async Task StageAsync(Candidate candidate, CancellationToken cancellation)
    {
        (int status, string said) = await RunAsync(rauc, ["info", "--output-format=json", candidate.File], CallTime, cancellation);
        if (status != 0)
            throw new UpdateRefusedException(UpdateFault.Form, $"RAUC does not take '{candidate.Release.Target}': {said}", "rauc");
    }

    public async Task SelfTestAsync(Candidate candidate, CancellationToken cancellation) => await StatusAsync(cancellation);

    public Task<double?> ReplayAsync(Candidate candidate, CancellationToken cancellation) => Task.FromResult<double?>(null);

    public Task<ShadowFigures?> ShadowAsync(Candidate candidate, Action<ShadowFigures> told, CancellationToken cancellation) => Task.FromResult<ShadowFigures?>(null);

    public async Task<Activation> PutInForceAsync(InstalledRelease release, string? file, bool isTrial, CancellationToken cancellation)
    {
        RaucStatus status = await StatusAsync(cancellation);
        Dictionary<string, string> slots = ReadRecord();
        if (slots.GetValueOrDefault(status.Booted, "") == release.Sha256)
        {
            await ActivateAsync(status.Booted, status, cancellation);
            return Activation.InForce;
        }

        string? holds = slots.FirstOrDefault(slot => slot.Value == release.Sha256 && slot.Key != status.Booted).Key;
        // What the device came with is in the slot that no release was ever written to.
        holds ??= release.Sha256.Length == 0 ? status.BootNames.Values.FirstOrDefault(name => !slots.ContainsKey(name)) : null;
        if (holds is null && (file is null || !isTrial))
            throw new UpdateRefusedException(UpdateFault.Activation, $"no slot of the device holds '{release.Target}' any more");
        if (holds is null)
            await InstallAsync(release, file!, status, slots, cancellation);
        else if (isTrial && status.PrimaryBootName == holds)
            throw new UpdateRefusedException(UpdateFault.FellBack, $"the system in slot {holds} was to start and did not: the boot loader went back to {status.Booted}");
        else
            await ActivateAsync(holds, status, cancellation);
        return Activation.NeedsReboot;
    }

    public bool IsInForce(InstalledRelease release)
    {
        try
        {
            return ReadRecord().GetValueOrDefault(Task.Run(() => StatusAsync(CancellationToken.None)).GetAwaiter().GetResult().Booted, "") == release.Sha256;
        }
        catch (UpdateRefusedException)
        {
            return false;
        }
    }

    /// <summary>A device starts again for an update only: what the boot loader chose runs.</summary>
    public bool CanBringBack(InstalledRelease release) => false;

    /// <summary>The boot loader may stop counting starts.</summary>
    public async Task CommitAsync(InstalledRelease release, CancellationToken cancellation) => await CallAsync(["status", "mark-good", "booted"], cancellation);

    public async Task RebootAsync(CancellationToken cancellation)
    {
        (int status, string said) = await RunAsync(reboot[0], [.. reboot.Skip(1)], CallTime, cancellation);
        if (status != 0)
            throw new UpdateRefusedException(UpdateFault.Activation, $"'{string.Join(' ', reboot)}' ended with {status}: {said}");
    }

    private async Task InstallAsync(InstalledRelease release, string file, RaucStatus before, Dictionary<string, string> slots, CancellationToken cancellation)
    {
        string[] others = [.. before.BootNames.Values.Where(name => name != before.Booted)];
        // The record goes first: a slot that is being written holds nothing that may be started.
        foreach (string other in others)
            slots[other] = "?";
        WriteRecord(slots);
        (int status, string said) = await RunAsync(rauc, ["install", file], InstallTime, cancellation);
        if (status != 0)
            throw new UpdateRefusedException(UpdateFault.Activation, $"RAUC did not install '{release.Target}': {said}", "rauc");
        string written = (await StatusAsync(cancellation)).PrimaryBootName;
        if (written.Length == 0 || written == before.Booted)
            throw new UpdateRefusedException(UpdateFault.Activation, $"RAUC installed '{release.Target}' but the next start is still of slot {before.Booted}", "rauc");
        slots[written] = release.Sha256;
        WriteRecord(slots);
    }

    private async Task ActivateAsync(string bootName, RaucStatus status, CancellationToken cancellation)
    {
        if (status.PrimaryBootName == bootName)
            return;
        string slot = status.BootNames.First(one => one.Value == bootName).Key;
        await CallAsync(["status", "mark-active", slot], cancellation);
    }

    private async Task CallAsync(string[] arguments, CancellationToken cancellation)
    {
        (int status, string said) = await RunAsync(rauc, arguments, CallTime, cancellation);
        if (status != 0)
            throw new UpdateRefusedException(UpdateFault.Activation, $"'rauc {string.Join(' ', arguments)}' ended with {status}: {said}", "rauc");
    }

    private async Task<RaucStatus> StatusAsync(CancellationToken cancellation)
    {
        (int status, string said) = await RunAsync(rauc, ["status", "--output-format=json"], CallTime, cancellation);
        return (status == 0 ? RaucStatus.Parse(said) : null)
            ?? throw new UpdateRefusedException(UpdateFault.NotSupported, $"RAUC does not say which slot runs: {said}");
    }

    private static async Task<(int Status, string Said)> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan time, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(time);
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            try
            {
                Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), errors = process.StandardError.ReadToEndAsync(limit.Token);
                await process.WaitForExitAsync(limit.Token);
                string said = process.ExitCode == 0 ? await output : (await errors + await output).Trim().ReplaceLineEndings(" ");
                return (process.ExitCode, process.ExitCode == 0 ? said : said[..Math.Min(said.Length, MaximumTold)]);
            }
            finally
            {
                if (!process.HasExited)
                    process.Kill(entireProcessTree: true);
            }
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new UpdateRefusedException(UpdateFault.NotSupported, $"'{program}' does not start: {e.Message}", "", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new UpdateRefusedException(UpdateFault.Activation, $"'{Path.GetFileName(program)} {arguments[0]}' did not end in {time.TotalMinutes:0} minutes", "hangs", e);
        }
    }

    private Dictionary<string, string> ReadRecord()
    {
        try
        {
            return File.Exists(Record) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllBytes(Record)) ?? [] : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private void WriteRecord(Dictionary<string, string> slots) => DurableFile.Write(Record, JsonSerializer.SerializeToUtf8Bytes(slots), DurableFile.Public);
}
