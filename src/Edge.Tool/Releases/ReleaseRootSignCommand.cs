using System.CommandLine;
using Edge.Contracts.Updates.Tuf;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release root sign</c>: one holder's signature, on a machine that needs neither the repository nor a network.</summary>
internal static class ReleaseRootSignCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "root.next.json, or a copy that others have signed" };
        var key = new Option<string[]>("--key") { Description = "Private keys that sign", Required = true, AllowMultipleArgumentsPerToken = true };
        var @out = new Option<string?>("--out") { Description = "Where the signed copy goes; default: the file itself" };
        var command = new Command("sign", """
            Signs a new root on the machine where a key is kept. Needs the file and the key, nothing else. Says first what changes, so that the holder knows what is signed.
              Example: edgectl release root sign root.next.json --key /media/stick/root-2.key
            """)
        {
            file, key, @out,
        };
        command.SetAction(parsed => BadInput.GuardAsync(async cancellation =>
        {
            string path = parsed.GetValue(file)!;
            byte[] content = await File.ReadAllBytesAsync(path, cancellation);
            TufRoot root = TufRoot.Parse(TufSignedFile.Parse(content, path));
            Describe(root);
            using SigningKeys keys = SigningKeys.Read(parsed.GetValue(key)!);
            foreach (TufSigner signer in keys.All)
                content = TufDocument.AddSignature(content, signer, path);
            string to = parsed.GetValue(@out) ?? path;
            await File.WriteAllBytesAsync(to, content, cancellation);
            Console.WriteLine($"{to}: signed by {string.Join(", ", keys.All.Select(signer => signer.Public.Id[..12]))}; {TufSignedFile.Parse(content, to).Signatures.Count} signatures on it now");
            return ExitStatus.Done;
        }));
        return command;
    }

    private static void Describe(TufRoot root)
    {
        Console.WriteLine($"root version {root.Head.Version}, good until {ReleaseText.Day(root.Head.Expires)}");
        foreach (string role in TufRoleName.TopLevel)
            Console.WriteLine($"  {role}: {root.Roles[role].Threshold} of {string.Join(", ", root.Roles[role].KeyIds.Select(id => id[..Math.Min(12, id.Length)]))}");
    }
}
