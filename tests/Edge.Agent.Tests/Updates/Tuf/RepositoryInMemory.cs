using Edge.Agent.Updates.Tuf;
using Edge.Testing.Tuf;

namespace Edge.Agent.Tests.Updates.Tuf;

/// <summary>A repository's metadata without a network, to see what is asked for, and to put a stream of one's own in a file's place.</summary>
internal sealed class RepositoryInMemory(TufRepository repository) : IRepositoryFiles
{
    public List<string> Asked { get; } = [];

    public Dictionary<string, Func<Stream>> Instead { get; } = new(StringComparer.Ordinal);

    public Task<RepositoryFile?> OpenAsync(string path, long offset, CancellationToken cancellation)
    {
        Asked.Add(path);
        if (Instead.TryGetValue(path, out Func<Stream>? stream))
            return Task.FromResult<RepositoryFile?>(new RepositoryFile(stream(), 0));
        return Task.FromResult(repository.Metadata.TryGetValue(path, out byte[]? file) ? new RepositoryFile(new MemoryStream(file), 0) : null);
    }
}
