using Edge.Contracts.Updates;

namespace Edge.Tool.Releases;

/// <summary>Releases in words.</summary>
internal static class ReleaseText
{
    public static string Size(long bytes) => bytes switch
    {
        < 1 << 10 => $"{bytes} bytes",
        < 1 << 20 => $"{bytes / 1024.0:0.0} KiB",
        < 1 << 30 => $"{bytes / 1048576.0:0.0} MiB",
        _ => $"{bytes / 1073741824.0:0.00} GiB",
    };

    public static string Addressees(ReleaseDescription description)
    {
        string hardware = description.Hardware.Count == 0 ? "any hardware" : string.Join(", ", description.Hardware);
        return description.Serials.Count == 0 ? hardware : $"{hardware}, {description.Serials.Count} serial numbers";
    }

    public static string Day(DateTimeOffset? time) => time is { } at ? at.ToString("yyyy-MM-dd HH:mm'Z'") : "-";
}
