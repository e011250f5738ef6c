using System.Diagnostics;

namespace Edge.Agent.Tests.Outbox;

/// <summary>A real file system of a few hundred kilobytes (tmpfs): it gets full, and it can be mounted read-only. Needs root.</summary>
internal sealed class TinyDisk : IDisposable
{
    private TinyDisk(string path) => Path = path;

    public string Path { get; }

    public static bool IsPossible { get; } = Try();

    public static TinyDisk Mount(string options)
    {
        string path = Directory.CreateTempSubdirectory("edge-disk-").FullName;
        return Run("mount", "-t", "tmpfs", "-o", options, "edge-test", path)
            ? new TinyDisk(path)
            : throw new InvalidOperationException($"mount of a tmpfs ({options}) failed");
    }

    public void Remount(string options)
    {
        if (!Run("mount", "-o", $"remount,{options}", Path))
            throw new InvalidOperationException($"remount ({options}) failed");
    }

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Try()
    {
        if (!Environment.IsPrivilegedProcess)
            return false;
        try
        {
            Mount("size=64k").Dispose();
            return true;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
