namespace Edge.Contracts.Enrolment;

/// <summary>Answer to <see cref="EnrolmentRequest"/>.</summary>
/// <param name="Device">The device's id: unique in the fleet, common name of the certificate, and its level in topics.</param>
/// <param name="Site">The device's site.</param>
/// <param name="Certificate">The certificate for MQTT and HTTP.</param>
/// <param name="Broker">Where messages go.</param>
/// <param name="TrustedRoot">The first TUF root metadata (the bytes of <c>1.root.json</c>); null while no release was ever pushed to this cloud: the device then fetches <c>/tuf/metadata/1.root.json</c> later, over a connection that its root vouches for.</param>
public sealed record EnrolmentAnswer(string Device, string Site, IssuedCertificate Certificate, BrokerAddress Broker, byte[]? TrustedRoot = null);
