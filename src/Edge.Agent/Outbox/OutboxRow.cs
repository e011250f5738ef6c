using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Edge.Agent.Outbox;

/// <summary>
/// How a message lies in the table. Each row carries a digest of itself: SQLite has no page checksums,
/// and a flipped bit in a payload must not reach anybody as an alert.
/// </summary>
internal static class OutboxRow
{
    public const string Columns = "seq, id, stream, kind, topic, payload, created, position, digest";
    private const int DigestBytes = 8;

    /// <summary>First 8 bytes of SHA-256 over every field, lengths included.</summary>
    public static byte[] Digest(OutboxMessage message)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[16 + 4 + 8 + 9];
        message.Id.TryWriteBytes(head, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32LittleEndian(head[16..], (int)message.Kind);
        BinaryPrimitives.WriteInt64LittleEndian(head[20..], message.CreatedAt.UtcTicks);
        head[28] = message.SourcePosition is null ? (byte)0 : (byte)1;
        BinaryPrimitives.WriteInt64LittleEndian(head[29..], message.SourcePosition ?? 0);
        hash.AppendData(head);
        Append(hash, Encoding.UTF8.GetBytes(message.Stream));
        Append(hash, Encoding.UTF8.GetBytes(message.Topic));
        Append(hash, message.Payload.Span);
        return hash.GetHashAndReset()[..DigestBytes];
    }

    /// <summary>The message in the reader's current row; null where the row is not what was written.</summary>
    public static OutboxMessage? Read(SqliteDataReader reader)
    {
        if (reader.GetFieldType(1) != typeof(byte[]) || reader.GetFieldType(5) != typeof(byte[]) || reader.GetFieldType(8) != typeof(byte[]))
            return null;
        var id = (byte[])reader[1];
        long kind = reader.GetInt64(3);
        long created = reader.GetInt64(6);
        if (id.Length != 16 || kind is < (long)OutboxKind.Telemetry or > (long)OutboxKind.Alert || created < 0 || created > DateTime.MaxValue.Ticks)
            return null;
        var message = new OutboxMessage(
            new Guid(id, bigEndian: true),
            reader.GetString(2),
            (OutboxKind)kind,
            reader.GetString(4),
            (byte[])reader[5],
            new DateTimeOffset(created, TimeSpan.Zero))
        {
            SourcePosition = reader.IsDBNull(7) ? null : reader.GetInt64(7),
        };
        return Digest(message).AsSpan().SequenceEqual((byte[])reader[8]) ? message : null;
    }

    /// <summary>Fills the parameters <c>$id $stream $kind $topic $payload $created $position $digest</c>, in this order.</summary>
    public static void Bind(SqliteCommand command, OutboxMessage message)
    {
        SqliteParameterCollection values = command.Parameters;
        values[0].Value = message.Id.ToByteArray(bigEndian: true);
        values[1].Value = message.Stream;
        values[2].Value = (long)message.Kind;
        values[3].Value = message.Topic;
        values[4].Value = message.Payload.ToArray();
        values[5].Value = message.CreatedAt.UtcTicks;
        values[6].Value = message.SourcePosition is long position ? position : DBNull.Value;
        values[7].Value = Digest(message);
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
