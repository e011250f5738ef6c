using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Edge.Contracts.Messages;

namespace Edge.Tool.Alerts;

/// <summary>Reads a line that a subscriber received. Trusts nothing: anyone may publish on a topic.</summary>
internal static class AlertLine
{
    /// <summary>Reads one alert event.</summary>
    /// <returns>False where it is anything else.</returns>
    public static bool TryRead(ReadOnlySpan<byte> line, [NotNullWhen(true)] out CloudEvent<AlertMessage>? alert)
    {
        try
        {
            alert = JsonSerializer.Deserialize(line, EventJson.Default.CloudEventAlertMessage);
        }
        catch (JsonException)
        {
            alert = null;
        }

        if (alert is { Data: not null, Type: EventTypes.Alert })
            return true;
        alert = null;
        return false;
    }
}
