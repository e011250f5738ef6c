using Xunit;

namespace Edge.Testing.Databases;

/// <summary>A test that needs PostgreSQL; skipped, plainly, where it is not installed.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.Programs is null)
            Skip = "PostgreSQL is not installed (Debian: postgresql).";
    }
}
