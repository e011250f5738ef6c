using System.CommandLine;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;

namespace Edge.Tool.Releases;

/// <summary>Options that several commands have.</summary>
internal static class ReleaseOptions
{
    public static Option<string> Repo() => new("--repo") { Description = "The repository's folder", Required = true };

    public static Option<string[]> Keys() => new("--keys")
    {
        Description = "Private keys: files, or folders of *.key; default: the repository's own folder 'keys'",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [],
    };

    public static Option<string?> Cloud(bool required = false) => new("--cloud") { Description = "The cloud's address, such as https://cloud.example or http://127.0.0.1:8080", Required = required };

    public static Option<string?> TokenFile(bool required = false) => new("--token-file") { Description = "File with an API token of that cloud", Required = required };

    public static Option<bool> Json() => new("--json") { Description = "One JSON object on standard output" };

    /// <summary>The keys that options name, or the repository's own.</summary>
    public static SigningKeys Read(ReleaseFolder folder, string[] places) =>
        SigningKeys.Read(places.Length > 0 ? places : Directory.Exists(folder.Keys) ? [folder.Keys] : []);

    /// <summary>A cloud by its options.</summary>
    /// <exception cref="ReleaseException">One of the two is missing.</exception>
    public static ReleaseCloud Open(string? cloud, string? tokenFile) =>
        cloud is { Length: > 0 } && tokenFile is { Length: > 0 }
            ? ReleaseCloud.Open(cloud, tokenFile)
            : throw new ReleaseException("--cloud and --token-file go together: the one says where, the other who asks");

    /// <summary>The keys of snapshot and timestamp where they are kept with the others.</summary>
    /// <returns>Null where a cloud has them.</returns>
    public static OnlineSigner? Online(SigningKeys keys, TufRoot root, TimeSpan? lifetime = null)
    {
        IReadOnlyList<TufSigner> snapshot = keys.For(root.Roles[TufRoleName.Snapshot]);
        IReadOnlyList<TufSigner> timestamp = keys.For(root.Roles[TufRoleName.Timestamp]);
        // Nobody is there every day to sign anew, so what is signed by hand is good for longer.
        TimeSpan good = lifetime ?? TimeSpan.FromDays(90);
        return snapshot.Count == 0 || timestamp.Count == 0 ? null : new OnlineSigner(snapshot[0], timestamp[0], good * 2, good);
    }
}
