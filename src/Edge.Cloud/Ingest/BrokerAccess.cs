using System.Security.Cryptography.X509Certificates;

namespace Edge.Cloud.Ingest;

/// <summary>Where the cloud's broker is, and how the two know each other.</summary>
/// <param name="Host">Name or address.</param>
/// <param name="Port">Port.</param>
/// <param name="Authorities">Whom to trust for the broker; null is plain TCP.</param>
/// <param name="Certificates">What the cloud shows: the certificate with its key first, then those that issued it; null shows none.</param>
internal sealed record BrokerAccess(string Host, int Port, X509Certificate2Collection? Authorities, X509Certificate2Collection? Certificates);
