using Edge.Cloud.Fleet;

namespace Edge.Cloud.Releases;

/// <summary>The root that an enrolled device trusts first.</summary>
internal sealed class FirstRoot(ReleaseStore store) : ITrustedRoot
{
    /// <inheritdoc/>
    public Task<byte[]?> FirstRootAsync(CancellationToken cancel) => store.ReadAsync("1.root.json", cancel);
}
