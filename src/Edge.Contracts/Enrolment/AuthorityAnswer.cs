namespace Edge.Contracts.Enrolment;

/// <summary>
/// Answer of <c>GET /api/v1/ca</c>: the first thing that a device asks. It trusts the connection for nothing: the root is true
/// when the SHA-256 of its SubjectPublicKeyInfo is the one in the <see cref="EnrolmentToken"/>, and only then is the secret sent,
/// over a new connection that this root vouches for.
/// </summary>
/// <param name="Root">PEM: the cloud's root certificate.</param>
/// <param name="Issuing">PEM: the authority under it, which issues devices' certificates.</param>
public sealed record AuthorityAnswer(string Root, string Issuing);
