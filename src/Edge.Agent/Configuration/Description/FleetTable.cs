using static Edge.Agent.Configuration.Description.FieldTraits;
using static Edge.Agent.Configuration.Description.SettingTypes;

namespace Edge.Agent.Configuration.Description;

/// <summary>The settings of the device's side of a fleet.</summary>
internal static class FleetTable
{
    public static readonly ObjectType<CloudSettings> Cloud = new(new CloudSettings(), "The fleet that the device belongs to, once it is enrolled: `edge-agent enroll`. Its enrolment then says the device's id, its site and the broker.")
    {
        { "enabled", SettingTypes.Boolean, s => s.Enabled, (s, v) => s with { Enabled = v }, "Whether an enrolled device talks to its cloud. Off, it is as if it were not enrolled.", Restart },
        { "uploadBudget", new SizeType(0, 1L << 40), s => s.UploadBytesPerDay, (s, v) => s with { UploadBytesPerDay = v }, "Most bytes of evidence and hard examples that are uploaded in 24 hours when the cloud asks for them; 0B uploads none.", Restart },
    };

    public static readonly ObjectType<UpdateSettings> Updates = new(new UpdateSettings(), "How releases come onto the device: from its cloud, or carried in a folder.")
    {
        { "replayPictures", new NumberType<int>(0, 10_000), s => s.ReplayPictures, (s, v) => s with { ReplayPictures = v }, "Most stored pictures (evidence, and golden ones in `{dataPath}/golden`) that a candidate model judges before it may run beside the active one; 0 is no replay.", Restart },
        { "shadowTime", Duration(TimeSpan.Zero, TimeSpan.FromDays(1)), s => s.ShadowTime, (s, v) => s with { ShadowTime = v }, "How long a candidate model runs beside the active one at most; 0s is not at all.", Restart },
        { "shadowFrames", new NumberType<int>(1, 1_000_000), s => s.ShadowFrames, (s, v) => s with { ShadowFrames = v }, "After how many frames that both judged it need not run beside any longer.", Restart },
        { "probation", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(7)), s => s.Probation, (s, v) => s with { Probation = v }, "How long a release must work before it is kept for good.", Restart },
        { "faultPatience", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)), s => s.FaultPatience, (s, v) => s with { FaultPatience = v }, "How long some part may be out of order under a release on probation before it is taken back.", Restart },
        { "brokerPatience", Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)), s => s.BrokerPatience, (s, v) => s with { BrokerPatience = v }, "How long the broker may be gone under a release on probation before it is taken back; only where it was there before.", Restart },
        { "refreshEvery", Duration(TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)), s => s.RefreshEvery, (s, v) => s with { RefreshEvery = v }, "How often release metadata is looked at while nothing asks for it.", Restart },
        { "downloadRate", new SizeType(0, 1L << 40), s => s.DownloadBytesPerSecond, (s, v) => s with { DownloadBytesPerSecond = v }, "Most bytes a second that downloads take; 0B is no limit.", Restart },
    };
}
