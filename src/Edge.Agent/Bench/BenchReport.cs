using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Agent.Bench;

/// <summary>What a bench found. Rates are medians over the rounds; stages are of every measured frame of the frame path.</summary>
internal sealed record BenchReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DictionaryKeyPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The source, without credentials.</summary>
    public required string Source { get; init; }

    /// <summary>Pixels across.</summary>
    public required int FrameWidth { get; init; }

    /// <summary>Pixels down.</summary>
    public required int FrameHeight { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>SHA-256 of its file.</summary>
    public required string ModelDigest { get; init; }

    /// <summary>Size of its input, as <c>416x416</c>.</summary>
    public required string ModelInput { get; init; }

    /// <summary>Execution provider in force.</summary>
    public required string Provider { get; init; }

    /// <summary>Threads of one inference.</summary>
    public required int Threads { get; init; }

    /// <summary>Cores that the process may use.</summary>
    public required int Cores { get; init; }

    /// <summary>Whether the motion gate was on.</summary>
    public required bool Gate { get; init; }

    /// <summary>Frames measured.</summary>
    public required long Frames { get; init; }

    /// <summary>Those that raised, updated or ended an alert.</summary>
    public required long AlertFrames { get; init; }

    /// <summary>Alerts raised, warm-up included.</summary>
    public required long Alerts { get; init; }

    /// <summary>The frame path, capture to alert.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>The capture alone.</summary>
    public required double DecodeOnlyFps { get; init; }

    /// <summary>The inference alone.</summary>
    public required double InferOnlyFps { get; init; }

    /// <summary>Managed bytes that a frame without an alert allocated on the capture thread and the pipeline's.</summary>
    public required double AllocatedBytesPerFrame { get; init; }

    /// <summary>The capture thread's part of that.</summary>
    public required double CaptureAllocatedBytesPerFrame { get; init; }

    /// <summary>Managed bytes that a frame with an alert allocated on the pipeline's thread; 0 without any.</summary>
    public required double AllocatedBytesPerAlertFrame { get; init; }

    /// <summary>Managed bytes that the whole process allocated, a frame: outbox, evidence and this bench included.</summary>
    public required double ProcessAllocatedBytesPerFrame { get; init; }

    /// <summary>Times of each stage. <c>capture</c> runs on a thread of its own; <c>endToEnd</c> holds the wait in the queue, which is full as the source is faster.</summary>
    public required IReadOnlyDictionary<string, StageTimes> Stages { get; init; }

    /// <summary>The rates, round by round.</summary>
    public required IReadOnlyList<BenchRound> Rounds { get; init; }

    /// <summary>For machines: one line.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>For people.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.AppendLine($"source    {Source}, {FrameWidth}x{FrameHeight}");
        text.AppendLine($"model     {Model}, {ModelInput}, {Provider}, {Threads} of {Cores} cores' threads, motion gate {(Gate ? "on" : "off")}");
        text.AppendLine($"frames    {Frames} in {Rounds.Count} rounds, {AlertFrames} with alerts");
        text.AppendLine();
        text.AppendLine(CultureInfo.InvariantCulture, $"frame path      {FramesPerSecond,8:0.0} frames/s");
        text.AppendLine(CultureInfo.InvariantCulture, $"decoding alone  {DecodeOnlyFps,8:0.0} frames/s");
        text.AppendLine(CultureInfo.InvariantCulture, $"inference alone {InferOnlyFps,8:0.0} frames/s, of which the frame path reaches {FramesPerSecond / InferOnlyFps:P0}");
        text.AppendLine(CultureInfo.InvariantCulture, $"allocated       {AllocatedBytesPerFrame,8:0.##} bytes/frame ({AllocatedBytesPerAlertFrame:0} with an alert, {ProcessAllocatedBytesPerFrame:0} in the whole process)");
        text.AppendLine();
        text.AppendLine("stage         mean ms    p50 ms    p95 ms    p99 ms");
        foreach ((string name, StageTimes times) in Stages)
            text.AppendLine(CultureInfo.InvariantCulture, $"{name,-11}{times.MeanMs,10:0.000}{times.P50Ms,10:0.000}{times.P95Ms,10:0.000}{times.P99Ms,10:0.000}");
        return text.ToString();
    }
}
