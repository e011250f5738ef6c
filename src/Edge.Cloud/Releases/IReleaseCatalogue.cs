using Edge.Contracts.Updates;
using Edge.Contracts.Updates.Publishing;

namespace Edge.Cloud.Releases;

/// <summary>What releases there are, for whoever hands them out.</summary>
public interface IReleaseCatalogue
{
    /// <summary>The releases in force, newest counter first within a kind.</summary>
    Task<ReleaseList> ListAsync(CancellationToken cancel);

    /// <summary>A release in force by the name of its target; null when there is none.</summary>
    Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancel);
}
