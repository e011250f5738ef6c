using System.Globalization;
using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Agent.Updates.Carried;

/// <summary>Looks into a folder of carried releases for names to ask for: nothing of it is believed, the agent verifies whatever is asked.</summary>
internal static class CarriedFolder
{
    private const long MaximumBytes = 16 << 20;
    private const string Ending = ".targets.json";

    /// <summary>The newest release of each kind that says to be for this device.</summary>
    /// <exception cref="IOException">It is no such folder, or can't be read.</exception>
    /// <exception cref="TufRefusedException">Its targets metadata is no metadata.</exception>
    public static IReadOnlyDictionary<ReleaseKind, string> Offers(string folder, string hardware, string serial)
    {
        FileInfo file = NewestTargets(Path.Combine(folder, "metadata"));
        if (file.Length > MaximumBytes)
            throw new IOException($"'{file.FullName}' has more than {MaximumBytes} bytes; is it targets metadata?");
        TufTargets targets = TufTargets.Parse(TufSignedFile.Parse(File.ReadAllBytes(file.FullName), file.Name));
        return targets.Targets
            .Select(target => (Path: target.Key, Description: ReleaseDescriptionJson.Read(target.Value.Custom, $"target '{target.Key}'")))
            .Where(target => target.Description is not null && target.Description.IsFor(hardware, serial))
            .GroupBy(target => target.Description!.Kind)
            .ToDictionary(kind => kind.Key, kind => kind.MaxBy(target => target.Description!.Counter).Path);
    }

    private static FileInfo NewestTargets(string metadata)
    {
        if (!Directory.Exists(metadata))
            throw new IOException($"there is no folder '{metadata}'; a carried repository has 'metadata' and 'targets' (edgectl release export)");
        // With consistent snapshots the version stands before the name.
        return new DirectoryInfo(metadata).EnumerateFiles("*" + Ending)
            .Select(file => (File: file, Version: long.TryParse(file.Name[..^Ending.Length], NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : -1))
            .Where(found => found.Version > 0)
            .OrderByDescending(found => found.Version)
            .Select(found => found.File)
            .FirstOrDefault()
            ?? (File.Exists(Path.Combine(metadata, "targets.json")) ? new FileInfo(Path.Combine(metadata, "targets.json")) : throw new IOException($"'{metadata}' has no targets metadata (N{Ending})"));
    }
}
