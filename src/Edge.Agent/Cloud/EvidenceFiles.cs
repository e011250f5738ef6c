using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.Agent.Cloud;

/// <summary>Finds pictures of alerts and verdicts by the names under which the device told them. Nothing else of the disk can be named.</summary>
internal sealed partial class EvidenceFiles(string folder)
{
    /// <summary>The picture's file; null where there is none, or the name is none of ours.</summary>
    /// <param name="evidenceId">Such as <c>2026/11/22/01a2….jpg</c>.</param>
    public FileInfo? Find(string evidenceId)
    {
        if (!Name().IsMatch(evidenceId))
            return null;
        var file = new FileInfo(Path.Combine(folder, evidenceId));
        return file is { Exists: true, LinkTarget: null } ? file : null;
    }

    /// <summary>UTC of the picture: its id is a UUIDv7, whose first 48 bits are milliseconds since 1970.</summary>
    public static DateTimeOffset TakenAt(FileInfo file)
    {
        string id = Path.GetFileNameWithoutExtension(file.Name).Replace("-", "", StringComparison.Ordinal);
        return DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(id.AsSpan(0, 12), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("^[0-9]{4}/[0-9]{2}/[0-9]{2}/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\\.jpg\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
