using System.CommandLine;
using Edge.Contracts.Updates.Tuf;
using Edge.Tool.Packs;

namespace Edge.Tool.Releases;

/// <summary><c>edgectl release root finish</c>: brings the holders' signatures together.</summary>
internal static class ReleaseRootFinishCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("files") { Description = "Copies of root.next.json that others have signed", Arity = ArgumentArity.ZeroOrMore };
        Option<string> repo = ReleaseOptions.Repo();
        Option<string[]> keys = ReleaseOptions.Keys();
        var command = new Command("finish", """
            Brings signatures of a new root together, and puts it in force when they are enough. If the key of targets changed, targets are signed anew.
              Example: edgectl release root finish --repo releases /media/a/root.next.json /media/b/root.next.json
            """)
        {
            files, repo, keys,
        };
        command.SetAction(parsed => BadInput.GuardAsync(_ =>
        {
            ReleaseFolder folder = ReleaseFolder.Open(parsed.GetValue(repo)!);
            if (!File.Exists(folder.NextRoot))
                throw new ReleaseException($"no root waits for signatures; expected: {folder.NextRoot}");
            IReadOnlyList<ReadOnlyMemory<byte>> copies = [.. parsed.GetValue(files)!.Prepend(folder.NextRoot).Select(file => (ReadOnlyMemory<byte>)File.ReadAllBytes(file))];
            byte[] merged = TufDocument.Merge(copies, folder.NextRoot);
            using SigningKeys signing = ReleaseOptions.Read(folder, parsed.GetValue(keys)!);
            string? missing = new RootFinish(folder, signing, TimeProvider.System).Take(merged);
            RootText.Print(folder, TufRoot.Parse(TufSignedFile.Parse(merged, folder.NextRoot)).Head.Version, missing);
            return Task.FromResult(missing is null ? ExitStatus.Done : ExitStatus.Failed);
        }));
        return command;
    }
}
