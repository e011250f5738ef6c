using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Edge.Agent.Outbox;

namespace Edge.Agent.Updates.Carried;

/// <summary>How an order gets to the running agent and its result back: two small files in <c>{dataPath}/updates</c>, each whole or not there.</summary>
internal sealed class CarriedFiles(UpdateFolders folders)
{
    private const long MaximumBytes = 1 << 20;

    private string Order => Path.Combine(folders.Root, "order.json");

    private string Result => Path.Combine(folders.Root, "order.result.json");

    /// <summary>Leaves an order for the agent.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public void Give(CarriedOrder order)
    {
        folders.Make();
        File.Delete(Result);
        DurableFile.Write(Order, JsonSerializer.SerializeToUtf8Bytes(order, CarriedJson.Default.CarriedOrder), DurableFile.OwnerOnly);
    }

    /// <summary>The order that waits; null for none, or none that can be read.</summary>
    public CarriedOrder? ReadOrder() => Read(Order, CarriedJson.Default.CarriedOrder);

    /// <summary>The order is done with.</summary>
    public void ClearOrder() => File.Delete(Order);

    /// <summary>Says how the order fares.</summary>
    public void Tell(CarriedResult result) => DurableFile.Write(Result, JsonSerializer.SerializeToUtf8Bytes(result, CarriedJson.Default.CarriedResult), DurableFile.Public);

    /// <summary>What was said last; null for nothing.</summary>
    public CarriedResult? ReadResult() => Read(Result, CarriedJson.Default.CarriedResult);

    private static T? Read<T>(string path, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length <= MaximumBytes ? JsonSerializer.Deserialize(File.ReadAllBytes(path), type) : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
