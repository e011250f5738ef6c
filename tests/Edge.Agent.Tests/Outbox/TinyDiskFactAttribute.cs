namespace Edge.Agent.Tests.Outbox;

/// <summary>A test that needs a file system of its own.</summary>
internal sealed class TinyDiskFactAttribute : FactAttribute
{
    public TinyDiskFactAttribute()
    {
        if (!TinyDisk.IsPossible)
            Skip = "mounting a tmpfs needs root";
    }
}
