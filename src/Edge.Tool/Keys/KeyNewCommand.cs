using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;

namespace Edge.Tool.Keys;

/// <summary><c>edgectl key new</c>: makes a signing key.</summary>
internal static class KeyNewCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("file") { Description = "The private key; the public half goes to FILE.pub" };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("new", """
            Makes a key for signing packs: ECDSA on P-256, PEM.
              FILE is readable by its owner only and is never printed or overwritten; FILE.pub is for model.trustedKeys of the devices.
              Example: edgectl key new vendor.key
            """)
        {
            path, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(_ =>
        {
            string file = parsed.GetValue(path)!;
            PackKey made = PackSigner.Create(file);
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { privateKey = file, publicKey = file + ".pub", keyId = made.Id })
                : $"{file} (keep it) and {file}.pub (for the devices): key {made.Id}");
            return Task.FromResult(ExitStatus.Done);
        }));
        return command;
    }
}
