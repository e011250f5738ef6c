using System.Diagnostics;

namespace Edge.EndToEnd.Tests.Agents;

/// <summary>A small file system of its own (tmpfs), to be filled up or made read-only. Needs root.</summary>
internal sealed class RamDisk : IAsyncDisposable
{
    private readonly string _filler;

    private RamDisk(string folder)
    {
        Folder = folder;
        _filler = Path.Combine(folder, "filler");
    }

    public string Folder { get; }

    /// <summary>Whether this machine allows one.</summary>
    public static bool IsPossible { get; } = Environment.IsPrivilegedProcess && Try();

    /// <summary>Mounts a file system of <paramref name="kibibytes"/> KiB.</summary>
    public static async Task<RamDisk> MountAsync(int kibibytes)
    {
        string folder = Directory.CreateTempSubdirectory("edge-disk-").FullName;
        await RunAsync("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", folder);
        return new RamDisk(folder);
    }

    /// <summary>Writes until not a byte is left.</summary>
    public void Fill()
    {
        using FileStream file = new(_filler, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        byte[] zeros = new byte[4096];
        try
        {
            while (true)
                file.Write(zeros);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Makes it read-only. Only while no file of it is open.</summary>
    public Task ForbidWritesAsync() => RunAsync("mount", "-o", "remount,ro", Folder);

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", Folder);
        Directory.Delete(Folder);
    }

    private static bool Try()
    {
        try
        {
            RamDisk disk = MountAsync(64).GetAwaiter().GetResult();
            disk.DisposeAsync().AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardError = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors}");
    }
}
