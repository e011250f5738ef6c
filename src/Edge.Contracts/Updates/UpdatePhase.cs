using System.Text.Json.Serialization;

namespace Edge.Contracts.Updates;

/// <summary>Where an update stands on a device, in the order in which it passes; <see cref="RollBack"/> may follow any of them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UpdatePhase>))]
public enum UpdatePhase
{
    /// <summary>Wanted; waits for its turn, for a connection or for the end of a pause after a failure.</summary>
    [JsonStringEnumMemberName("waiting")]
    Waiting,

    /// <summary>The file is on its way.</summary>
    [JsonStringEnumMemberName("download")]
    Download,

    /// <summary>The file is compared with what signed metadata says of it.</summary>
    [JsonStringEnumMemberName("verify")]
    Verify,

    /// <summary>It is unpacked beside what is active.</summary>
    [JsonStringEnumMemberName("stage")]
    Stage,

    /// <summary>Golden vectors and the time it takes on this device.</summary>
    [JsonStringEnumMemberName("selfTest")]
    SelfTest,

    /// <summary>Stored evidence and golden images go through the candidate.</summary>
    [JsonStringEnumMemberName("replay")]
    Replay,

    /// <summary>It runs beside what is active, and disagreements are counted.</summary>
    [JsonStringEnumMemberName("shadow")]
    Shadow,

    /// <summary>It takes the active one's place.</summary>
    [JsonStringEnumMemberName("activate")]
    Activate,

    /// <summary>It is active, and may still be taken back.</summary>
    [JsonStringEnumMemberName("probation")]
    Probation,

    /// <summary>It is active for good.</summary>
    [JsonStringEnumMemberName("commit")]
    Commit,

    /// <summary>What was active before comes back.</summary>
    [JsonStringEnumMemberName("rollBack")]
    RollBack,
}
