using System.CommandLine;
using Edge.Contracts.Updates.Publishing;
using Edge.Contracts.Updates.Tuf;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release rotate</c>: a new root with other keys.</summary>
internal static class ReleaseRotateCommand
{
    private static readonly Option<string> Repo = ReleaseOptions.Repo();
    private static readonly Option<string> Role = new("--role") { Description = "Whose keys change: root, targets or online (snapshot and timestamp)", Required = true };
    private static readonly Option<string?> Replace = new("--replace") { Description = "For root: beginning of the id of the key that is replaced" };
    private static readonly Option<long?> Threshold = new("--threshold") { Description = "For root: how many keys must sign from now on; default: as before" };
    private static readonly Option<bool> Renew = new("--renew") { Description = "For root: the same keys, a later expiry" };
    private static readonly Option<int> Days = new("--root-days") { Description = "Days until root must be signed anew", DefaultValueFactory = _ => 365 };
    private static readonly Option<string?> Cloud = ReleaseOptions.Cloud();
    private static readonly Option<string?> TokenFile = ReleaseOptions.TokenFile();
    private static readonly Option<string[]> Keys = ReleaseOptions.Keys();
    private static readonly Option<string?> NewKeys = new("--new-keys") { Description = "Folder for the new private key; default: 'keys' in the repository" };

    public static Command Create()
    {
        var command = new Command("rotate", """
            Makes the next root, with a key replaced or a later expiry. It is in force once a threshold of the old root's keys, and of its own, have signed it:
              at once where these keys are at hand, else it waits as metadata/root.next.json for 'release root sign' and 'release root finish'.
              Example: edgectl release rotate --repo releases --role targets --keys /media/root-1 /media/root-2
              Example: edgectl release rotate --repo releases --role root --replace 3f2a91
              Example: edgectl release rotate --repo releases --role online --cloud https://cloud.example --token-file token
            """)
        {
            Repo, Role, Replace, Threshold, Renew, Days, Cloud, TokenFile, Keys, NewKeys,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            ReleaseFolder folder = ReleaseFolder.Open(parsed.GetValue(Repo)!);
            if (File.Exists(folder.NextRoot))
                throw new ReleaseException($"'{folder.NextRoot}' waits for signatures already; finish it ('edgectl release root finish'), or delete it");
            string newKeys = parsed.GetValue(NewKeys) ?? folder.Keys;
            TufRoot root = RootChange.Renew(folder.Current().ReadRoot(), TimeProvider.System.GetUtcNow(), parsed.GetValue(Days));
            TufRoot next = await ChangedAsync(parsed, root, newKeys, cancellation);
            // The new key's own signature is needed too: a key that nobody can use must not become root's.
            string[] places = [.. parsed.GetValue(Keys)!, .. parsed.GetValue(Keys)!.Length > 0 && Directory.Exists(newKeys) ? [newKeys] : Array.Empty<string>()];
            using SigningKeys keys = ReleaseOptions.Read(folder, places);
            RootText.Print(folder, next.Head.Version, new RootFinish(folder, keys, TimeProvider.System).SignAndTake(next));
            return ExitStatus.Done;
        }));
        return command;
    }

    private static async Task<TufRoot> ChangedAsync(ParseResult parsed, TufRoot root, string newKeys, CancellationToken cancellation)
    {
        switch (parsed.GetValue(Role))
        {
            case TufRoleName.Root when parsed.GetValue(Renew):
                return root;
            case TufRoleName.Root:
                long threshold = parsed.GetValue(Threshold) ?? root.Roles[TufRoleName.Root].Threshold;
                IReadOnlyList<TufKey> keys = parsed.GetValue(Replace) is { } id
                    ? RootChange.Replaced(root, TufRoleName.Root, id, Make(newKeys, TufRoleName.Root))
                    : [.. root.Roles[TufRoleName.Root].KeyIds.Select(key => root.Keys[key])];
                if (threshold < 1 || threshold > keys.Count)
                    throw new ReleaseException($"--threshold {threshold}; allowed: 1 to {keys.Count}, the number of root's keys");
                return RootChange.WithRole(root, TufRoleName.Root, keys, threshold);
            case TufRoleName.Targets:
                return RootChange.WithRole(root, TufRoleName.Targets, [Make(newKeys, TufRoleName.Targets)], 1);
            case "online" when parsed.GetValue(Cloud) is not null:
                using (ReleaseCloud cloud = ReleaseOptions.Open(parsed.GetValue(Cloud), parsed.GetValue(TokenFile)))
                    return RootChange.WithOnline(root, await cloud.KeysAsync(cancellation));
            case "online":
                return RootChange.WithOnline(root, new OnlineKeys(Make(newKeys, TufRoleName.Snapshot).Json, Make(newKeys, TufRoleName.Timestamp).Json));
            default:
                throw new ReleaseException($"--role {parsed.GetValue(Role)}; allowed: root, targets, online");
        }
    }

    private static TufKey Make(string folder, string role)
    {
        RepositoryFounding.CreatePrivate(folder);
        int number = 1;
        while (File.Exists(Path.Combine(folder, $"{role}-{number}.key")))
            number++;
        using TufSigner made = TufSigner.Create(Path.Combine(folder, $"{role}-{number}.key"));
        Console.WriteLine($"new key {made.Public.Id[..12]} of {role}: {Path.Combine(folder, $"{role}-{number}.key")}");
        return made.Public;
    }
}
