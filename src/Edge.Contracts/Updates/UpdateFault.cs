using System.Text.Json.Serialization;

namespace Edge.Contracts.Updates;

/// <summary>Why a device refused a release, or took it back. Faults of the signed metadata have names of their own (<c>TufFault</c>).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UpdateFault>))]
public enum UpdateFault
{
    /// <summary>Signed metadata knows no target of that name.</summary>
    [JsonStringEnumMemberName("unknownTarget")]
    UnknownTarget,

    /// <summary>The target is signed, but is no release, or one of another kind than it was wanted for: targets were swapped.</summary>
    [JsonStringEnumMemberName("wrongKind")]
    WrongKind,

    /// <summary>It is for other hardware.</summary>
    [JsonStringEnumMemberName("wrongHardware")]
    WrongHardware,

    /// <summary>It is for other devices.</summary>
    [JsonStringEnumMemberName("wrongSerial")]
    WrongSerial,

    /// <summary>Its counter is below one that was committed here already, and it is not what ran just before.</summary>
    [JsonStringEnumMemberName("olderCounter")]
    OlderCounter,

    /// <summary>It is larger than the device takes, or than the disk has room for.</summary>
    [JsonStringEnumMemberName("noRoom")]
    NoRoom,

    /// <summary>The file has not the size that signed metadata gives.</summary>
    [JsonStringEnumMemberName("wrongSize")]
    WrongSize,

    /// <summary>The file has not the SHA-256 that signed metadata gives.</summary>
    [JsonStringEnumMemberName("wrongHash")]
    WrongHash,

    /// <summary>The file is signed, but not of the form of its kind: what is wrong follows the name, as in <c>form.pathOutside</c>.</summary>
    [JsonStringEnumMemberName("form")]
    Form,

    /// <summary>It does not work on this device: it crashes, misses its golden vectors, lacks what the configuration needs.</summary>
    [JsonStringEnumMemberName("selfTest")]
    SelfTest,

    /// <summary>It is slower on this device than its signed limit.</summary>
    [JsonStringEnumMemberName("tooSlow")]
    TooSlow,

    /// <summary>It changes more verdicts on stored pictures than its signed budget allows.</summary>
    [JsonStringEnumMemberName("replayBudget")]
    ReplayBudget,

    /// <summary>It could not be put in force.</summary>
    [JsonStringEnumMemberName("activation")]
    Activation,

    /// <summary>Under it some part of the device did not work.</summary>
    [JsonStringEnumMemberName("unhealthy")]
    Unhealthy,

    /// <summary>Under it the device lost its broker.</summary>
    [JsonStringEnumMemberName("brokerLost")]
    BrokerLost,

    /// <summary>It did not start as often as it may fail to, and the launcher went back.</summary>
    [JsonStringEnumMemberName("fellBack")]
    FellBack,

    /// <summary>The device started again and again in the middle of it.</summary>
    [JsonStringEnumMemberName("loop")]
    Loop,

    /// <summary>The state on disk is none that this agent knows.</summary>
    [JsonStringEnumMemberName("unknownState")]
    UnknownState,

    /// <summary>The disk refuses.</summary>
    [JsonStringEnumMemberName("disk")]
    Disk,

    /// <summary>The device cannot take releases of this kind.</summary>
    [JsonStringEnumMemberName("notSupported")]
    NotSupported,

    /// <summary>Another release, or none, is wanted now.</summary>
    [JsonStringEnumMemberName("superseded")]
    Superseded,

    /// <summary>The source of releases can't be reached; it is tried again.</summary>
    [JsonStringEnumMemberName("unavailable")]
    Unavailable,

    /// <summary>An error of the agent itself.</summary>
    [JsonStringEnumMemberName("internal")]
    Internal,
}
