namespace Edge.Cloud.Ingest;

/// <summary>Gives out how to reach the broker, anew for each connection: certificates are renewed under a running cloud.</summary>
internal interface IBrokerAccess
{
    /// <summary>How to reach the broker now.</summary>
    Task<BrokerAccess> GetAsync(CancellationToken cancel);
}
