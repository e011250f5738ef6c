namespace Edge.Cloud.Fleet;

/// <summary>Where enrolment finds the first TUF root, which a device trusts from then on. The part that hosts releases implements it.</summary>
internal interface ITrustedRoot
{
    /// <summary>Bytes of <c>1.root.json</c>; null while no repository was pushed.</summary>
    Task<byte[]?> FirstRootAsync(CancellationToken cancel);
}
