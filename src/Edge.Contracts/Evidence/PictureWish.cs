namespace Edge.Contracts.Evidence;

/// <summary>One picture that the cloud wants.</summary>
/// <param name="Subject">Id of the alert or of the verdict's event, as a UUID.</param>
/// <param name="Kind">Which of the two.</param>
/// <param name="EvidenceId">The <c>id</c> of its evidence as the device told it: a path below the device's evidence folder. Checked by the device: it gives out nothing else.</param>
public sealed record PictureWish(string Subject, PictureKind Kind, string EvidenceId);
