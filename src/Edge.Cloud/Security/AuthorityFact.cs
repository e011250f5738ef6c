using Dapper;
using Edge.Cloud.Storage;

namespace Edge.Cloud.Security;

/// <summary>All instances of a cloud must have one authority: the database remembers which.</summary>
internal sealed class AuthorityFact(IDatabase database, CertificateAuthority authority)
{
    /// <summary>Notes the authority of the first instance, and refuses another one.</summary>
    /// <exception cref="InvalidOperationException">The database belongs to a cloud with another authority.</exception>
    public async Task CheckAsync(CancellationToken cancel)
    {
        string mine = Convert.ToHexStringLower(authority.RootDigest);
        string known = await database.WriteAsync(
            async (connection, transaction) =>
            {
                await connection.ExecuteAsync("INSERT INTO cloud_facts (name, value) VALUES ('authority', @Mine) ON CONFLICT (name) DO NOTHING", new { Mine = mine }, transaction);
                return await connection.ExecuteScalarAsync<string>("SELECT value FROM cloud_facts WHERE name = 'authority'", transaction: transaction) ?? "";
            },
            cancel);
        if (known != mine)
            throw new InvalidOperationException($"The authority in '{authority.Files.Folder}' has the root {mine[..16]}…, but the database belongs to a cloud with the root {known[..16]}…: devices would trust neither. Copy the folder 'authority' from the instance that was first, or from the backup.");
    }
}
