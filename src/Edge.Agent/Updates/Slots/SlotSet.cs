using System.Text.Json;
using Edge.Agent.Outbox;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates.Slots;

/// <summary>Which release of each kind is active. The file of a slot is switched by one rename, and the switch is durable when a call returns.</summary>
internal sealed class SlotSet(UpdateFolders folders)
{
    private const int MaximumBytes = 64 * 1024;

    /// <summary>Kinds, in the order in which they are updated: what carries the others first.</summary>
    public static IReadOnlyList<ReleaseKind> Kinds { get; } = [ReleaseKind.OperatingSystem, ReleaseKind.Agent, ReleaseKind.Configuration, ReleaseKind.Model];

    /// <summary>The slot of one kind. One that was never written, or cannot be read, is empty: the device runs what it came with.</summary>
    public SlotRecord Read(ReleaseKind kind)
    {
        string path = folders.Slot(kind);
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MaximumBytes)
                return SlotRecord.Empty;
            SlotRecord? record = JsonSerializer.Deserialize(File.ReadAllBytes(path), UpdateJson.Default.SlotRecord);
            return record is not null && IsSound(record.Current) && (record.Previous is null || IsSound(record.Previous)) ? record : SlotRecord.Empty;
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return SlotRecord.Empty;
        }
    }

    /// <summary>Switches the slot.</summary>
    /// <exception cref="IOException">The disk refuses; the slot is as it was.</exception>
    public void Write(ReleaseKind kind, SlotRecord record) =>
        DurableFile.Write(folders.Slot(kind), JsonSerializer.SerializeToUtf8Bytes(record, UpdateJson.Default.SlotRecord), DurableFile.Public);

    /// <summary>All slots.</summary>
    public IReadOnlyDictionary<ReleaseKind, SlotRecord> ReadAll() => Kinds.ToDictionary(kind => kind, Read);

    // A hash names a folder of the store: nothing else may come of it.
    private static bool IsSound(InstalledRelease release) => release.Sha256.Length == 0 || ReleaseStore.IsSha256(release.Sha256);
}
