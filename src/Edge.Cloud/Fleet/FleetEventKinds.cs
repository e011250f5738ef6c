namespace Edge.Cloud.Fleet;

/// <summary>Kinds of <see cref="FleetEvent"/>. A part may have kinds of its own: any short word.</summary>
internal static class FleetEventKinds
{
    /// <summary>A device came, went or was revoked; the subject is its id.</summary>
    public const string Enrolment = "enrolment";

    /// <summary>Something that is known of a device changed; the subject is its id.</summary>
    public const string Device = "device";

    /// <summary>An alert came or changed; the subject is its id.</summary>
    public const string Alert = "alert";

    /// <summary>A rollout changed; the subject is its id.</summary>
    public const string Rollout = "rollout";

    /// <summary>A release was pushed; the subject is its target path.</summary>
    public const string Release = "release";

    /// <summary>More happened than is still known: read everything anew. Made by the feed itself.</summary>
    public const string Reset = "reset";
}
