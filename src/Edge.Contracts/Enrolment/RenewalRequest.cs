namespace Edge.Contracts.Enrolment;

/// <summary>Body of <c>POST /api/v1/device/certificate</c>, sent under the certificate that is to be renewed.</summary>
/// <param name="Csr">Certificate request (PKCS#10, PEM) of the device's key. The device's key stays the same, so receipts and reports stay verifiable.</param>
public sealed record RenewalRequest(string Csr);
