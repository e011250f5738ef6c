using Edge.Cloud.Configuration;
using Edge.Cloud.Security;

namespace Edge.Cloud.Ingest;

/// <summary>The broker of the settings, and the cloud's own certificate for it.</summary>
internal sealed class CloudBrokerAccess(CloudSettings settings, CertificateAuthority authority, ServerIdentity identity) : IBrokerAccess
{
    /// <inheritdoc />
    public Task<BrokerAccess> GetAsync(CancellationToken cancel) =>
        Task.FromResult(new BrokerAccess(settings.Broker.Host, settings.Broker.CloudPort, [authority.Root], [identity.Client]));
}
