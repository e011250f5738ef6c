using System.Reflection;

namespace Edge.Cloud.Storage;

/// <summary>One numbered step of the schema: <c>Storage/Migrations/NNNN-name.sql</c>, embedded, one text for both dialects (<see cref="SqlDialects.Schema"/>).</summary>
/// <param name="Number">Its number; steps run in this order, and gaps are allowed.</param>
/// <param name="Name">File name without its end, for messages.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    private const string Prefix = "Edge.Cloud.Migrations.";

    /// <summary>Every step of <paramref name="dialect"/>, in order.</summary>
    /// <exception cref="InvalidOperationException">Two steps have one number.</exception>
    public static IReadOnlyList<Migration> All(SqlDialect dialect)
    {
        Assembly assembly = typeof(Migration).Assembly;
        List<Migration> all = [];
        foreach (string resource in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            string name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
            all.Add(new Migration(int.Parse(name.AsSpan(0, 4)), name, dialect.Schema(reader.ReadToEnd())));
        }

        if (all.GroupBy(step => step.Number).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two migrations have the number {twice.Key}: {string.Join(", ", twice.Select(step => step.Name))}.");
        return [.. all.OrderBy(step => step.Number)];
    }
}
