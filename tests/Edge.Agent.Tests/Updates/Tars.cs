using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Edge.Agent.Tests.Updates;

/// <summary>Agent bundles, good and hostile.</summary>
internal static class Tars
{
    public const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Lets a file be run.</summary>
    public static void MakeExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(path, Executable);
    }

    /// <summary>A good bundle whose agent prints a word and its arguments.</summary>
    public static byte[] Good(string word, params TarEntry[] more) =>
        Of([File("edge-agent", $"#!/bin/sh\necho {word} slot=$EDGE_SLOT \"$@\"\n", Executable), File("lib/data", word), .. more]);

    public static byte[] Of(params TarEntry[] entries)
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (TarEntry entry in entries)
                tar.WriteEntry(entry);
        }

        return bytes.ToArray();
    }

    public static byte[] Zipped(byte[] tar)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
            zip.Write(tar);
        return bytes.ToArray();
    }

    public static TarEntry File(string name, string text, UnixFileMode mode = UnixFileMode.UserRead) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = mode, DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)) };

    public static TarEntry Link(string name, string to, TarEntryType type = TarEntryType.SymbolicLink) => new PaxTarEntry(type, name) { LinkName = to };

    public static TarEntry Other(string name, TarEntryType type) => new PaxTarEntry(type, name);
}
