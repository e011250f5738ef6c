namespace Edge.Contracts.Enrolment;

/// <summary>Answer to a <see cref="RenewalRequest"/>.</summary>
/// <param name="Certificate">The new certificate, then the authorities between it and the root, in PEM.</param>
/// <param name="Ca">The root authorities that the device shall trust from now on, in PEM: one, or two while the cloud's root changes.</param>
public sealed record RenewalAnswer(string Certificate, string Ca);
