using Edge.Contracts.Messages;

namespace Edge.Agent.Configuration.Stations;

/// <summary>What tells that a part is there, and when its picture is taken.</summary>
public sealed record TriggerSettings
{
    /// <summary>What tells it.</summary>
    public VerdictTriggerKind Kind { get; init; } = VerdictTriggerKind.Command;

    /// <summary>The sensor's line, for <see cref="VerdictTriggerKind.Gpio"/>.</summary>
    public InputLineSettings Line { get; init; } = new();

    /// <summary>Time from part to part, for <see cref="VerdictTriggerKind.Interval"/>.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Counts from part to part, for <see cref="VerdictTriggerKind.Encoder"/>.</summary>
    public int Counts { get; init; } = 1000;

    /// <summary>Where pictures arrive, for <see cref="VerdictTriggerKind.File"/>.</summary>
    public string Folder { get; init; } = "";

    /// <summary>From the trigger to the earliest moment at which the picture may be taken.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.Zero;

    /// <summary>Longest wait for the picture from then on.</summary>
    public TimeSpan PictureTimeout { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>A trigger sooner after the one before is the same part: counted, told, and not judged again.</summary>
    public TimeSpan MinimumSpacing { get; init; } = TimeSpan.Zero;
}
