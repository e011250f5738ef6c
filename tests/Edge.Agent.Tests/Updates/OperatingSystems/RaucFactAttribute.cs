namespace Edge.Agent.Tests.Updates.OperatingSystems;

/// <summary>Runs where RAUC and what it makes bundles with are installed.</summary>
public sealed class RaucFactAttribute : FactAttribute
{
    public RaucFactAttribute()
    {
        string? missing = new[] { "/usr/bin/rauc", "/usr/bin/mksquashfs", "/usr/bin/openssl" }.FirstOrDefault(program => !File.Exists(program));
        if (missing is not null)
            Skip = $"{missing} is not installed (Debian: rauc, squashfs-tools, openssl)";
    }
}
