namespace Edge.Cloud.Dashboard;

/// <summary>A file of the dashboard.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="ContentType">Its type.</param>
/// <param name="Tag">Entity tag: changes with the content, so that browsers ask and rarely fetch.</param>
internal sealed record SiteFile(byte[] Content, string ContentType, string Tag);
