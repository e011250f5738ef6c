using System.CommandLine;
using System.Text.Json;
using Edge.Contracts.Packs;
using Edge.Tool.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Models;

/// <summary><c>edgectl model sign</c>: adds a signature to a pack.</summary>
internal static class ModelSignCommand
{
    public static Command Create()
    {
        var pack = new Argument<string>("pack") { Description = "A .pack file or a pack's folder; the signature is added to it" };
        var key = new Option<string>("--key") { Description = "Private key, PEM, readable by its owner only ('edgectl key new' makes one)", Required = true };
        var json = new Option<bool>("--json") { Description = "One JSON object on standard output" };
        var command = new Command("sign", """
            Signs a pack: ECDSA P-256 with SHA-256 over manifest.json as it is stored, which holds the SHA-256 of every other file.
              The signature goes into the pack as manifest.sig; a second key's is added, the same key's is replaced.
              Check without edgectl: base64 -d the field sig into a file, then openssl dgst -sha256 -verify KEY.pub -signature FILE manifest.json
              Example: edgectl model sign inspector.pack --key vendor.key
            """)
        {
            pack, key, json,
        };
        command.SetAction(parsed => BadInput.GuardAsync(_ =>
        {
            string path = parsed.GetValue(pack)!;
            // Nobody signs what is broken: the pack is read and checked whole first.
            Pack read = PackReader.Open(path, VisionModel.AgentVersion);
            IReadOnlyDictionary<string, byte[]> signed = PackSigning.Sign(PackTarget.FilesOf(read), parsed.GetValue(key)!);
            if (Directory.Exists(path))
                PackTarget.ReplaceFile(Path.Combine(path, PackSignatures.FileName), signed[PackSignatures.FileName]);
            else
                PackWriter.WriteZip(path, signed);
            Pack result = PackReader.Open(path, VisionModel.AgentVersion);
            string id = result.Signatures.Signatures[^1].KeyId;
            Console.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(new { pack = path, digest = result.Digest, keyId = id, signatures = result.Signatures.Signatures.Count })
                : $"{path}: {result.Manifest.Name} {result.Manifest.Version} signed by {id}");
            return Task.FromResult(ExitStatus.Done);
        }));
        return command;
    }
}
