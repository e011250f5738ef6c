namespace Edge.Contracts.Enrolment;

/// <summary>A device's certificate, as issued or renewed.</summary>
/// <param name="Chain">PEM: the device's certificate, then that of the authority that issued it. Show both to servers.</param>
/// <param name="Authority">PEM: the cloud's root certificate, all that the device needs to trust for broker and cloud.</param>
/// <param name="NotAfter">UTC when the certificate ends.</param>
/// <param name="RenewAfter">UTC from when the device should ask for the next one; well before the end.</param>
public sealed record IssuedCertificate(string Chain, string Authority, DateTimeOffset NotAfter, DateTimeOffset RenewAfter);
