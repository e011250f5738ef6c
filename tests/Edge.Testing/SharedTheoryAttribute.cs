using Xunit;

namespace Edge.Testing;

/// <summary>A theory that needs <see cref="SharedData"/>, and is skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedData.Root is null)
            Skip = "needs the folder ../shared beside the repository";
    }
}
