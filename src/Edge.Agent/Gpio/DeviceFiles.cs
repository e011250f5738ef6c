namespace Edge.Agent.Gpio;

/// <summary>What stands under <c>/dev</c>, for errors that say what is allowed.</summary>
internal static class DeviceFiles
{
    /// <summary>The names that begin with a prefix, or that there are none.</summary>
    public static string Present(string prefix)
    {
        string names = string.Join(", ", Directory.EnumerateFiles("/dev", prefix + "*").Select(Path.GetFileName).Order(StringComparer.Ordinal));
        return names.Length > 0 ? names : $"none, since this machine has no /dev/{prefix}*";
    }
}
