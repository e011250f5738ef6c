using Edge.Cloud.Ingest;

namespace Edge.Cloud.Tests.Ingest;

/// <summary>A broker on loopback without TLS.</summary>
internal sealed class PlainBrokerAccess(int port) : IBrokerAccess
{
    public Task<BrokerAccess> GetAsync(CancellationToken cancel) => Task.FromResult(new BrokerAccess("127.0.0.1", port, null, null));
}
