using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Agent.Health.Coverage;

/// <summary>
/// One line of the journal, as JSON: a span (<c>camera</c>, <c>state</c>, <c>reason</c>, <c>startUtc</c>, <c>ms</c>, <c>boot</c>, <c>endMs</c>)
/// or a clock that was set (<c>atUtc</c>, <c>jumpMs</c>), each with its number <c>n</c>.
/// </summary>
/// <param name="Number">Grows with each line of the journal, over all files: order of recording, whatever the clock did.</param>
/// <param name="Span">The span; null for a jump.</param>
/// <param name="Jump">The jump; null for a span.</param>
/// <param name="BootId">The kernel's id of the boot that <paramref name="EndMonotonic"/> belongs to.</param>
/// <param name="EndMonotonic">End of the span by the kernel's monotonic clock, which later processes of the same boot share.</param>
internal sealed record CoverageLine(long Number, CoverageSpan? Span, ClockJump? Jump, string BootId, TimeSpan EndMonotonic)
{
    private const string Stamp = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public DateOnly Day => DateOnly.FromDateTime((Span?.StartUtc ?? Jump!.AtUtc).UtcDateTime);

    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("n", Number);
            if (Span is not null)
            {
                json.WriteString("camera", Span.CameraId);
                json.WriteString("state", Span.State.ToString());
                json.WriteString("reason", Span.Reason);
                json.WriteString("startUtc", Span.StartUtc.ToUniversalTime().ToString(Stamp, CultureInfo.InvariantCulture));
                json.WriteNumber("ms", (long)Span.Length.TotalMilliseconds);
                json.WriteString("boot", BootId);
                json.WriteNumber("endMs", (long)EndMonotonic.TotalMilliseconds);
            }
            else
            {
                json.WriteString("atUtc", Jump!.AtUtc.ToUniversalTime().ToString(Stamp, CultureInfo.InvariantCulture));
                json.WriteNumber("jumpMs", (long)Jump.By.TotalMilliseconds);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The line's meaning; null where it has none (torn by a power cut, or not ours).</summary>
    public static CoverageLine? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            JsonElement json = document.RootElement;
            long number = json.GetProperty("n").GetInt64();
            if (json.TryGetProperty("jumpMs", out JsonElement by))
                return new CoverageLine(number, null, new ClockJump(Utc(json, "atUtc"), TimeSpan.FromMilliseconds(by.GetInt64())), "", TimeSpan.Zero);
            if (!Enum.TryParse(json.GetProperty("state").GetString(), out CoverageState state) || !Enum.IsDefined(state))
                return null;
            var span = new CoverageSpan(
                json.GetProperty("camera").GetString() ?? "",
                state,
                json.GetProperty("reason").GetString() ?? "",
                Utc(json, "startUtc"),
                TimeSpan.FromMilliseconds(json.GetProperty("ms").GetInt64()));
            _ = span.EndUtc;
            return new CoverageLine(number, span, null, json.GetProperty("boot").GetString() ?? "", TimeSpan.FromMilliseconds(json.GetProperty("endMs").GetInt64()));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static DateTimeOffset Utc(JsonElement json, string name) =>
        DateTimeOffset.ParseExact(json.GetProperty(name).GetString() ?? "", Stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
