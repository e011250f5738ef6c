using Edge.Cloud.Ingest;
using Edge.Cloud.Rollouts;

namespace Edge.Cloud.Configuration;

/// <summary>
/// Settings of the cloud: an optional JSON file (<c>--config</c>), overridden by environment variables
/// <c>EDGE_CLOUD__SECTION__NAME</c>, overridden by <c>--section:name=value</c> on the command line.
/// </summary>
public sealed class CloudSettings
{
    /// <summary>Folder of everything the cloud keeps: database, keys, artifacts. Made when absent, readable only by its user. Default: <c>cloud-data</c> in the working folder.</summary>
    public string DataPath { get; init; } = "cloud-data";

    /// <summary>Database.</summary>
    public DatabaseSettings Database { get; init; } = new();

    /// <summary>Where operators and devices connect.</summary>
    public ListenSettings Listen { get; init; } = new();

    /// <summary>The broker.</summary>
    public BrokerSettings Broker { get; init; } = new();

    /// <summary>The certificate authority.</summary>
    public AuthoritySettings Authority { get; init; } = new();

    /// <summary>Where big files lie: releases, pictures.</summary>
    public ArtifactSettings Artifacts { get; init; } = new();

    /// <summary>Releases and the keys that keep them fresh.</summary>
    public ReleaseSettings Releases { get; init; } = new();

    /// <summary>How many requests are answered.</summary>
    public RateSettings Rates { get; init; } = new();

    /// <summary>Taking in what devices tell.</summary>
    public IngestSettings Ingest { get; init; } = new();

    /// <summary>Rollouts.</summary>
    public RolloutSettings Rollouts { get; init; } = new();
}
