namespace Edge.Agent.Updates.Tuf;

/// <summary>The files of a repository, over HTTP or in a folder. What they hold is trusted by nobody.</summary>
public interface IRepositoryFiles
{
    /// <summary>Opens a file from a place on; null when there is none of that name.</summary>
    /// <param name="path">Below the repository's address, escaped as in a URL, slashes between parts, such as <c>3.root.json</c>.</param>
    /// <param name="offset">The first byte that is wanted; a source that can't start there starts at 0 and says so.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="ReleaseUnavailableException">It can't be reached.</exception>
    Task<RepositoryFile?> OpenAsync(string path, long offset, CancellationToken cancellation);
}
