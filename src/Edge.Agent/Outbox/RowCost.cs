using System.Text;

namespace Edge.Agent.Outbox;

/// <summary>What a message is taken to need on disk: its bytes, its share of the indexes, and the page that a long payload leaves half empty.</summary>
internal static class RowCost
{
    public const int PageBytes = 4096;
    private const int FixedBytes = 160;

    public static long Of(OutboxMessage message)
    {
        long bytes = FixedBytes + message.Payload.Length + Encoding.UTF8.GetByteCount(message.Topic) + Encoding.UTF8.GetByteCount(message.Stream);
        // Rows over about a page go to overflow pages of their own, which nothing shares.
        return bytes > PageBytes * 3 / 4 ? bytes + PageBytes : bytes + (bytes / 4);
    }
}
