using Edge.EndToEnd.Tests.Crash;

namespace Edge.EndToEnd.Tests.Receipts;

/// <summary>A loss of power at its worst: what was synced is there, and of what was not, any sectors, in any mixture with zeros, up to any length.</summary>
internal static class TornPages
{
    private const int Sector = 512;

    public static void CutPower(SyncedWrites disk, string folder, Random random)
    {
        Dictionary<string, byte[]> before = Directory.GetFiles(folder).ToDictionary(path => path, File.ReadAllBytes);
        disk.CutPower(folder);
        foreach (string path in Directory.GetFiles(folder))
        {
            long synced = new FileInfo(path).Length;
            if (before.TryGetValue(path, out byte[]? written) && written.Length > synced && random.Next(3) > 0)
                AppendTorn(path, written, (int)synced, random);
        }
    }

    private static void AppendTorn(string path, byte[] written, int synced, Random random)
    {
        byte[] tail = written[synced..random.Next(synced + 1, written.Length + 1)];
        for (int at = 0; at < tail.Length; at += Sector)
        {
            if (random.Next(2) == 0)
                tail.AsSpan(at, Math.Min(Sector, tail.Length - at)).Clear();
        }

        using var file = new FileStream(path, FileMode.Append);
        file.Write(tail);
    }
}
