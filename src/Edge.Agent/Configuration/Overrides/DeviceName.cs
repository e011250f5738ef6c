namespace Edge.Agent.Configuration.Overrides;

/// <summary>Makes a device id of a host's name.</summary>
internal static class DeviceName
{
    /// <summary>The part before the first dot, other characters than letters, digits, <c>-</c> and <c>_</c> made <c>-</c>, at most 64; <c>edge</c> where nothing is left.</summary>
    public static string Clean(string hostName)
    {
        string name = string.Concat(hostName.Split('.')[0].Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-');
        return name.Length switch { 0 => "edge", > 64 => name[..64], _ => name };
    }
}
