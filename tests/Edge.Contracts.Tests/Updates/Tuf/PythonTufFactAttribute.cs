namespace Edge.Contracts.Tests.Updates.Tuf;

/// <summary>A test that needs python-tuf, which deploy/tuf-conformance.sh brings; skipped without.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTufFactAttribute : FactAttribute
{
    public PythonTufFactAttribute()
    {
        if (Python is null)
            Skip = "needs python-tuf: bash deploy/tuf-conformance.sh";
    }

    public static string? Python { get; } = Environment.GetEnvironmentVariable("EDGE_TUF_PYTHON") is { Length: > 0 } python ? python : null;
}
