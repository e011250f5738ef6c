using System.Diagnostics;
using System.Globalization;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>The preloaded library that makes a folder forget what was not synced (native/syncedwrites.c).</summary>
internal sealed class SyncedWrites : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-shadow-").FullName;

    private SyncedWrites(string library) => Library = library;

    public string Library { get; }

    private string Shadow => Path.Combine(_folder, "shadow");

    /// <summary>Compiles the library with the system's C compiler.</summary>
    public static SyncedWrites Build()
    {
        string folder = Directory.CreateTempSubdirectory("edge-synced-").FullName;
        string library = Path.Combine(folder, "syncedwrites.so");
        string source = Path.Combine(AppContext.BaseDirectory, "Crash/native/syncedwrites.c");
        var start = new ProcessStartInfo("cc") { ArgumentList = { "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-o", library, source, "-ldl", "-lpthread" }, RedirectStandardError = true };
        using Process compiler = Process.Start(start)!;
        string errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        if (compiler.ExitCode != 0)
            throw new InvalidOperationException($"cc of {source}: {errors}");
        return new SyncedWrites(library);
    }

    /// <summary>Sets a child up to run on such a disk.</summary>
    public void Apply(ProcessStartInfo start, string dataPath, CrashCut cut)
    {
        start.Environment["LD_PRELOAD"] = Library;
        if (cut.PowerCut)
        {
            Directory.CreateDirectory(Shadow);
            start.Environment["EDGE_SYNC_DATA"] = dataPath;
            start.Environment["EDGE_SYNC_SHADOW"] = Shadow;
        }

        if (cut.WriteKill is { } kill)
            start.Environment["EDGE_KILL_AT_WRITE"] = kill;
    }

    /// <summary>The power goes off and comes back: the folder holds what was synced, and nothing else.</summary>
    public void CutPower(string dataPath)
    {
        string names = Path.Combine(Shadow, "names");
        if (!File.Exists(names))
            return;
        foreach (string file in Directory.GetFiles(dataPath))
            File.Delete(file);
        foreach (string line in File.ReadAllLines(names))
        {
            string[] parts = line.Split(' ', 2);
            string content = Path.Combine(Shadow, string.Create(CultureInfo.InvariantCulture, $"inode-{parts[0]}"));
            string target = Path.Combine(dataPath, parts[1]);
            if (File.Exists(content))
                File.Copy(content, target);
            else
                File.WriteAllBytes(target, []); // Its name was synced, its content never.
        }

        Directory.Delete(Shadow, recursive: true);
    }

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Directory.Delete(Path.GetDirectoryName(Library)!, recursive: true);
    }
}
