namespace Edge.Agent.Updates.Tuf;

/// <summary>An opened file of a repository; whoever gets it disposes it.</summary>
/// <param name="content">The bytes, from <paramref name="offset"/> on.</param>
/// <param name="offset">Where it really begins: the offset asked for, or 0 when the source can't start there.</param>
/// <param name="owner">Disposed with it: the response that the content belongs to.</param>
public sealed class RepositoryFile(Stream content, long offset, IDisposable? owner = null) : IDisposable
{
    /// <summary>The bytes from <see cref="Offset"/> on; their number is not known before the end.</summary>
    public Stream Content => content;

    /// <summary>Where it begins.</summary>
    public long Offset => offset;

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        content.Dispose();
        owner?.Dispose();
    }
}
