using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.Agent.Outbox;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Station;

/// <summary>
/// What a station must still know after a restart or a power cut: the product that is set, how far parts are numbered, how its interlock stands.
/// A small file, whole or as it was. Thread safe.
/// </summary>
/// <remarks>Numbers are reserved in blocks, so that no part waits for the disk: after a crash some are left out, none comes twice.</remarks>
internal sealed class StationMemory
{
    private const int Block = 1024;
    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly ILogger _log;
    private Content _content;
    private long _next;

    /// <summary>Reads what there is; an unreadable file counts as none, and is told.</summary>
    /// <param name="path">The file.</param>
    /// <param name="log">For a disk that refuses.</param>
    public StationMemory(string path, ILogger log)
    {
        _path = path;
        _log = log;
        _content = Read() ?? new Content();
        _next = _content.NumbersReserved + 1;
    }

    /// <summary>Whether there was a file that could not be read: nobody knows what it said.</summary>
    public bool WasUnreadable { get; private set; }

    /// <summary>The product that is set; null before the first was.</summary>
    public string? Product
    {
        get
        {
            lock (_gate)
                return _content.Product;
        }
        set
        {
            lock (_gate)
                Write(_content with { Product = value });
        }
    }

    /// <summary>How the interlock stands, in its own words; null where it never stood.</summary>
    public JsonElement? Interlock
    {
        get
        {
            lock (_gate)
                return _content.Interlock;
        }
        set
        {
            lock (_gate)
                Write(_content with { Interlock = value });
        }
    }

    /// <summary>The next part's number, from 1.</summary>
    public long NextNumber()
    {
        lock (_gate)
        {
            if (_next > _content.NumbersReserved)
                Write(_content with { NumbersReserved = _content.NumbersReserved + Block });
            return _next++;
        }
    }

    private Content? Read()
    {
        try
        {
            return File.Exists(_path) ? JsonSerializer.Deserialize(File.ReadAllBytes(_path), StationMemoryJson.Default.Content) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _log.LogError("What the station remembered in {File} cannot be read: {Error}. Its first product is set, and golden parts are asked for.", _path, e.Message);
            WasUnreadable = true;
            return null;
        }
    }

    // A disk that refuses is told by the receipts, which put the station into fail-safe; here the memory lives on without it.
    private void Write(Content content)
    {
        _content = content;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            DurableFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(content, StationMemoryJson.Default.Content), DurableFile.OwnerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _log.LogError("What the station must remember cannot be written to {File}: {Error}", _path, e.Message);
        }
    }

    internal sealed record Content(string? Product = null, long NumbersReserved = 0, JsonElement? Interlock = null);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(StationMemory.Content))]
internal sealed partial class StationMemoryJson : JsonSerializerContext;
