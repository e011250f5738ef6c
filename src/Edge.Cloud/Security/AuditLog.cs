using System.Data.Common;
using System.Text.Json;
using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Security;

/// <summary>Who did what to what, written in the transaction of the deed: there is no deed without its line, and no line without its deed.</summary>
internal sealed class AuditLog(IDatabase database, TimeProvider time)
{
    /// <summary>Writes one line.</summary>
    /// <param name="connection">Connection of the deed.</param>
    /// <param name="transaction">Transaction of the deed.</param>
    /// <param name="actor">Operator's name, <c>device:{id}</c> or <c>console</c>.</param>
    /// <param name="action">What was done.</param>
    /// <param name="subject">To what.</param>
    /// <param name="detail">Written as JSON; never a secret.</param>
    public Task WriteAsync(DbConnection connection, DbTransaction transaction, string actor, string action, string subject, object detail) => connection.ExecuteAsync(
        "INSERT INTO audit_log (id, at, actor, action, subject, detail) VALUES (@Id, @At, @Actor, @Action, @Subject, @Detail)",
        new
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()).ToString(),
            At = time.GetUtcNow().ToUnixTimeMilliseconds(),
            Actor = actor,
            Action = action,
            Subject = subject,
            Detail = JsonSerializer.Serialize(detail, JsonSerializerOptions.Web),
        },
        transaction);

    /// <summary>The newest lines first.</summary>
    /// <param name="subject">Only about this; null: all.</param>
    /// <param name="before">Only those before this id; null: from the newest on.</param>
    /// <param name="limit">Most lines.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(string? subject, string? before, int limit, CancellationToken cancel)
    {
        await using DbConnection connection = await database.OpenAsync(cancel);
        IEnumerable<Row> rows = await connection.QueryAsync<Row>(
            "SELECT * FROM audit_log WHERE (@Subject = '' OR subject = @Subject) AND (@Before = '' OR id < @Before) ORDER BY id DESC LIMIT @Limit",
            new { Subject = subject ?? "", Before = before ?? "", Limit = limit });
        return [.. rows.Select(row => new AuditEntry(row.Id, DateTimeOffset.FromUnixTimeMilliseconds(row.At), row.Actor, row.Action, row.Subject, JsonSerializer.Deserialize<JsonElement>(row.Detail)))];
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";

        public long At { get; init; }

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Detail { get; init; } = "{}";
    }
}
