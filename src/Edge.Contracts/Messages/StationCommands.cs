using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Edge.Contracts.Topics;

namespace Edge.Contracts.Messages;

/// <summary>Commands to inspection stations: names, arguments, answers. Reading trusts nothing: it gives a reason instead of an exception.</summary>
public static class StationCommands
{
    /// <summary>Look at a part now: <see cref="StationArguments"/> to <see cref="StationTriggerResult"/>.</summary>
    public const string Trigger = "station-trigger";

    /// <summary>Set the product: <see cref="StationProductArguments"/> to <see cref="StationProductResult"/>.</summary>
    public const string Product = "station-product";

    /// <summary>Clear a tripped interlock: <see cref="StationClearArguments"/> to <see cref="StationModeResult"/>.</summary>
    public const string Clear = "station-clear";

    /// <summary>Ask for the golden parts now: <see cref="StationGoldenArguments"/> to <see cref="StationModeResult"/>.</summary>
    public const string Golden = "station-golden";

    /// <summary>How the station is doing: <see cref="StationArguments"/> to <see cref="StationMessage"/>.</summary>
    public const string Status = "station-status";

    /// <summary>Longest name of a person, in characters.</summary>
    public const int MaximumNameLength = 100;

    /// <summary>Longest reason, in characters.</summary>
    public const int MaximumReasonLength = 500;

    /// <summary>Reads the arguments of <see cref="Trigger"/> and <see cref="Status"/>.</summary>
    public static bool TryReadStation(JsonElement? arguments, [NotNullWhen(true)] out StationArguments? read, [NotNullWhen(false)] out string? fault)
    {
        read = null;
        if (!TryReadId(arguments, "station", required: false, out string? station, out fault))
            return false;
        read = new StationArguments(station);
        return true;
    }

    /// <summary>Reads the arguments of <see cref="Product"/>.</summary>
    public static bool TryReadProduct(JsonElement? arguments, [NotNullWhen(true)] out StationProductArguments? read, [NotNullWhen(false)] out string? fault)
    {
        read = null;
        if (!TryReadId(arguments, "station", required: false, out string? station, out fault)
            || !TryReadId(arguments, "product", required: true, out string? product, out fault)
            || !TryReadText(arguments, "by", required: false, MaximumNameLength, out string? by, out fault))
            return false;
        read = new StationProductArguments(station, product!, by);
        return true;
    }

    /// <summary>Reads the arguments of <see cref="Clear"/>.</summary>
    public static bool TryReadClear(JsonElement? arguments, [NotNullWhen(true)] out StationClearArguments? read, [NotNullWhen(false)] out string? fault)
    {
        read = null;
        if (!TryReadId(arguments, "station", required: false, out string? station, out fault)
            || !TryReadText(arguments, "by", required: true, MaximumNameLength, out string? by, out fault)
            || !TryReadText(arguments, "why", required: true, MaximumReasonLength, out string? why, out fault))
            return false;
        read = new StationClearArguments(station, by!, why!);
        return true;
    }

    /// <summary>Reads the arguments of <see cref="Golden"/>.</summary>
    public static bool TryReadGolden(JsonElement? arguments, [NotNullWhen(true)] out StationGoldenArguments? read, [NotNullWhen(false)] out string? fault)
    {
        read = null;
        if (!TryReadId(arguments, "station", required: false, out string? station, out fault)
            || !TryReadText(arguments, "by", required: false, MaximumNameLength, out string? by, out fault))
            return false;
        read = new StationGoldenArguments(station, by);
        return true;
    }

    /// <summary>An answer, for <see cref="CommandResponse.Done"/>.</summary>
    public static JsonElement Write(StationTriggerResult result) => JsonSerializer.SerializeToElement(result, StationCommandJson.Default.StationTriggerResult);

    /// <summary>An answer, for <see cref="CommandResponse.Done"/>.</summary>
    public static JsonElement Write(StationProductResult result) => JsonSerializer.SerializeToElement(result, StationCommandJson.Default.StationProductResult);

    /// <summary>An answer, for <see cref="CommandResponse.Done"/>.</summary>
    public static JsonElement Write(StationModeResult result) => JsonSerializer.SerializeToElement(result, StationCommandJson.Default.StationModeResult);

    /// <summary>An answer, for <see cref="CommandResponse.Done"/>.</summary>
    public static JsonElement Write(StationMessage result) => JsonSerializer.SerializeToElement(result, StationCommandJson.Default.StationMessage);

    private static bool TryReadId(JsonElement? arguments, string name, bool required, out string? value, [NotNullWhen(false)] out string? fault)
    {
        if (!TryReadText(arguments, name, required, EdgeId.MaximumLength, out value, out fault))
            return false;
        if (value is null || EdgeId.IsValid(value))
            return true;
        fault = $"{name}: an id is required: 1 to {EdgeId.MaximumLength} letters, digits, '-' and '_'.";
        return false;
    }

    // Control characters would let one line of a log or a report look like two.
    private static bool TryReadText(JsonElement? arguments, string name, bool required, int maximumLength, out string? value, [NotNullWhen(false)] out string? fault)
    {
        value = null;
        fault = null;
        if (arguments is not { ValueKind: JsonValueKind.Object } given || !given.TryGetProperty(name, out JsonElement found) || found.ValueKind == JsonValueKind.Null)
        {
            fault = required ? $"{name}: is required: text of 1 to {maximumLength} characters." : null;
            return !required;
        }

        string? text = found.ValueKind == JsonValueKind.String ? TextOf(found) : null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > maximumLength || text.Any(char.IsControl))
        {
            fault = $"{name}: text of 1 to {maximumLength} characters is required, without control characters.";
            return false;
        }

        value = text.Trim();
        return true;
    }

    // Half a surrogate pair, written as an escape, is JSON but no text.
    private static string? TextOf(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
