using Edge.Agent.Updates.Tuf;

namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>Trusted files that live on through the "power cuts" of a test: the store is asked before each change whether the power fails now.</summary>
internal sealed class TrustedInMemory : ITrustedFiles
{
    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Changes until the power fails; each one is counted twice: just before it, and just after it. Null: never.</summary>
    public int? StepsLeft { get; set; }

    public byte[]? Read(string role) => Files.GetValueOrDefault(role);

    public void Write(string role, ReadOnlySpan<byte> metadata)
    {
        Step();
        Files[role] = metadata.ToArray();
        Step();
    }

    public void Delete(string role)
    {
        Step();
        Files.Remove(role);
        Step();
    }

    private void Step()
    {
        if (StepsLeft is { } left && (StepsLeft = left - 1) < 0)
            throw new PowerCutException();
    }
}
