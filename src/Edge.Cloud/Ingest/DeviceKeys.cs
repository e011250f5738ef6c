using System.Collections.Concurrent;
using Edge.Cloud.Fleet;
using Edge.Contracts.Receipts;

namespace Edge.Cloud.Ingest;

/// <summary>The keys that devices sign with, remembered for some minutes: a fleet that reports at once does not ask the database ten thousand times. Safe for any number of threads.</summary>
internal sealed class DeviceKeys(DeviceRegistry registry, TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (IReadOnlyList<ReceiptKey> Keys, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>The device's key with this id; null where it has none.</summary>
    public async ValueTask<ReceiptKey?> FindAsync(string device, string keyId, CancellationToken cancel)
    {
        if (_known.TryGetValue(device, out (IReadOnlyList<ReceiptKey> Keys, long At) known)
            && time.GetElapsedTime(known.At) < Remembered
            && known.Keys.FirstOrDefault(key => key.Id == keyId) is { } found)
        {
            return found;
        }

        // An unknown key may be a new one: its certificate was renewed a moment ago.
        IReadOnlyList<byte[]> keys = await registry.PublicKeysAsync(device, time.GetUtcNow(), cancel);
        known = ([.. keys.Select(Convert.ToBase64String).Distinct().Select(ReceiptKey.FromBase64).OfType<ReceiptKey>()], time.GetTimestamp());
        _known[device] = known;
        return known.Keys.FirstOrDefault(key => key.Id == keyId);
    }
}
