using System.Security.Cryptography;

namespace Edge.Cloud.Ingest;

/// <summary>Who this instance is at the broker.</summary>
internal sealed class BrokerIdentity(IBrokerAccess access, IngestSettings settings, TimeProvider time)
{
    /// <summary>New at each start: two instances can never take each other's place.</summary>
    public string Instance { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));

    /// <summary>What a link for <paramref name="role"/> starts from.</summary>
    public BrokerLinkParts Parts(string role) => new() { Access = access, Time = time, Group = settings.Group, Role = role, Instance = Instance };
}
