using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>A measured number to the ten-thousandth: more digits than a score, a pixel or a millimetre deserves are noise that a person must read over.</summary>
internal sealed class FourDecimals : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(Math.Round(value, 4, MidpointRounding.AwayFromZero));
}
