using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Updates.Publishing;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release init</c>: begins a repository.</summary>
internal static class ReleaseInitCommand
{
    private static readonly Option<string> Repo = ReleaseOptions.Repo();
    private static readonly Option<string?> Cloud = ReleaseOptions.Cloud();
    private static readonly Option<string?> TokenFile = ReleaseOptions.TokenFile();
    private static readonly Option<string?> OnlineKeysFile = new("--online-keys") { Description = "Instead of --cloud: a file with what the cloud answers to GET /api/v1/releases/keys" };
    private static readonly Option<string?> Keys = new("--keys") { Description = "Folder for the new private keys; default: 'keys' in the repository" };
    private static readonly Option<int> RootKeys = new("--root-keys") { Description = "How many keys of root are made, 1 to 16", DefaultValueFactory = _ => 3 };
    private static readonly Option<int> Threshold = new("--threshold") { Description = "How many of them must sign a new root", DefaultValueFactory = _ => 2 };
    private static readonly Option<int> RootDays = new("--root-days") { Description = "Days until root must be signed anew", DefaultValueFactory = _ => 365 };

    public static Command Create()
    {
        var command = new Command("init", """
            Begins a repository of releases: keys for root (of which a threshold must sign) and for targets, and the first metadata.
              With a cloud, that cloud keeps snapshot and timestamp fresh; it can make no release. Without one these keys are made here too, and
              the repository can be carried to devices, or put on any web server.
              Example: edgectl release init --repo releases --cloud http://127.0.0.1:8080 --token-file token
              Example: edgectl release init --repo releases
            """)
        {
            Repo, Cloud, TokenFile, OnlineKeysFile, Keys, RootKeys, Threshold, RootDays,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            var founding = new RepositoryFounding(TimeProvider.System)
            {
                RootKeys = parsed.GetValue(RootKeys),
                Threshold = parsed.GetValue(Threshold),
                RootDays = parsed.GetValue(RootDays),
                KeysFolder = parsed.GetValue(Keys),
                Online = await OnlineAsync(parsed, cancellation),
            };
            (ReleaseFolder folder, string keys) = founding.Found(parsed.GetValue(Repo)!);
            Explain(folder, keys, founding);
            return ExitStatus.Done;
        }));
        return command;
    }

    private static async Task<OnlineKeys?> OnlineAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (parsed.GetValue(OnlineKeysFile) is { } file)
        {
            try
            {
                return JsonSerializer.Deserialize<OnlineKeys>(await File.ReadAllBytesAsync(file, cancellation), JsonSerializerOptions.Web);
            }
            catch (JsonException e)
            {
                throw new ReleaseException($"'{file}' is not what a cloud answers to GET /api/v1/releases/keys: {e.Message}", e);
            }
        }

        if (parsed.GetValue(Cloud) is null)
            return null;
        using ReleaseCloud cloud = ReleaseOptions.Open(parsed.GetValue(Cloud), parsed.GetValue(TokenFile));
        return await cloud.KeysAsync(cancellation);
    }

    private static void Explain(ReleaseFolder folder, string keys, RepositoryFounding founding)
    {
        Console.WriteLine($"""
            {folder.Path}: a repository of releases; nothing is published yet.

            Private keys in {keys}, readable by you only, without a passphrase:
              root-1.key to root-{founding.RootKeys}.key  {founding.Threshold} of them must sign whenever keys change, and once a year. Move each to a medium of
                                      its own (an encrypted stick), with another person where you can, and delete it here.
              targets-1.key           signs each release. Keep it where you publish; never on the cloud.
            """);
        Console.WriteLine(founding.Online is null
            ? """
                snapshot.key, timestamp.key  say which releases are the newest; they go with targets-1.key.
              """
            : "  The cloud has its own two keys, for snapshot and timestamp.");
        Console.WriteLine("""
            Who has fewer root keys than the threshold can do nothing with them; who loses so many that the threshold can't be met can never change a key again.
            metadata/1.root.json is what devices trust first: an enrolled device gets it from its cloud, another one with its image.
            """);
    }
}
