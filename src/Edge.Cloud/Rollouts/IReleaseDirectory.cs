using Edge.Contracts.Updates;

namespace Edge.Cloud.Rollouts;

/// <summary>What releases there are: the targets of verified metadata.</summary>
internal interface IReleaseDirectory
{
    /// <summary>The release at a path; null where none is published there.</summary>
    Task<ReleaseTarget?> FindAsync(string path, CancellationToken cancel);
}
