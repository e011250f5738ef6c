using System.Globalization;

namespace Edge.Cloud.Rollouts;

/// <summary>Counts for people.</summary>
internal static class Counts
{
    /// <summary><c>1 device</c>, <c>2 devices</c>.</summary>
    public static string Text(int count, string one) => string.Create(CultureInfo.InvariantCulture, $"{count} {one}{(count == 1 ? "" : "s")}");
}
