namespace Edge.EndToEnd.Tests.Agents;

/// <summary>A test that needs a <see cref="RamDisk"/>, and is skipped where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RamDiskFactAttribute : FactAttribute
{
    public RamDiskFactAttribute()
    {
        if (!RamDisk.IsPossible)
            Skip = "needs to mount a small tmpfs, which takes root";
    }
}
