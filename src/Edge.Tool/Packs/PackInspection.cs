using Edge.Contracts.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>
/// Checks a pack step by step, from what can't hurt to what could: 1. the container (names, links, sizes, growth), 2. the manifest,
/// 3. the files and their hashes, 4. who signed it, 5. a child process with limits on memory and time opens each model, 6. and runs the golden
/// vectors. Nothing is written, and this process never opens a model.
/// </summary>
internal sealed class PackInspection(string path)
{
    private const string Container = "container", Manifest = "manifest", Files = "files", Signature = "signature", Model = "model", Golden = "golden";
    private static readonly string[] Steps = [Container, Manifest, Files, Signature, Model, Golden];
    private readonly Dictionary<string, PackCheck> _checks = [];

    /// <summary>What was checked, in order; what follows a failed check is not done.</summary>
    public IReadOnlyList<PackCheck> Checks => [.. Steps.Select(step => _checks.GetValueOrDefault(step) ?? new PackCheck(step, null, "not done"))];

    /// <summary>The pack, where it could be read.</summary>
    public Pack? Pack { get; private set; }

    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => _checks.Values.All(check => check.Passed != false);

    /// <summary>Runs all checks.</summary>
    /// <param name="trust">Whose packs are taken; null doesn't ask who signed it.</param>
    /// <param name="cancellationToken">Ends the child.</param>
    public async Task RunAsync(PackTrust? trust, CancellationToken cancellationToken)
    {
        try
        {
            Pack = PackReader.Open(path, VisionModel.AgentVersion);
            PackManifest manifest = Pack.Manifest;
            Pass(Container, $"{manifest.Files.Count + 1} files; names, kinds, sizes and growth as allowed");
            Pass(Manifest, $"{manifest.Name} {manifest.Version}, {manifest.Task}, {manifest.Decoder}, {manifest.Labels.Count} classes, for agent {manifest.OldestAgent} and newer");
            Pass(Files, $"{manifest.Files.Count} listed, none missing, none besides, SHA-256 of each as listed");
            CheckSignature(Pack, trust);
        }
        catch (PackRefusedException e)
        {
            Fail(StepOf(e.Fault), e.Message, Word(e.Fault));
            return;
        }

        await CheckModelAsync(Pack, cancellationToken);
    }

    /// <summary>A fault's name with dashes.</summary>
    public static string Word<T>(T fault)
        where T : struct, Enum =>
        string.Concat(fault.ToString().Select((letter, i) => char.IsUpper(letter) ? (i == 0 ? "" : "-") + char.ToLowerInvariant(letter) : letter.ToString()));

    private void CheckSignature(Pack pack, PackTrust? trust)
    {
        IReadOnlyList<PackSignature> signatures = pack.Signatures.Signatures;
        if (trust is not null)
            Pass(Signature, $"key {string.Join(", ", trust.Check(pack).Select(key => key.Id[..12]))}, ECDSA P-256 over the manifest, which covers every file");
        else if (signatures.Count == 0)
            _checks[Signature] = new PackCheck(Signature, null, "not signed");
        else
            _checks[Signature] = new PackCheck(Signature, null, $"by {string.Join(", ", signatures.Select(signature => signature.KeyId[..12]))}, not checked: give --key");
    }

    private async Task CheckModelAsync(Pack pack, CancellationToken cancellationToken)
    {
        PackManifest manifest = pack.Manifest;
        string opened = $"{(manifest.Classifier is null ? manifest.Model : $"{manifest.Model} and {manifest.Classifier.Model}")} opened in a child process"
            + $" (limits {PackTrial.MemoryBytes >> 20} MiB, {PackTrial.Time.TotalSeconds:0} s), shapes as the manifest says";
        try
        {
            string digest = await PackTrial.OpenAsync(path, new ModelOptions(), cancellationToken);
            if (digest != pack.Digest)
                throw new ModelRefusedException($"pack '{path}' changed while it was being checked");
            int golden = manifest.Golden.Count + (manifest.Classifier?.Golden.Count ?? 0);
            Pass(Model, opened);
            _checks[Golden] = golden == 0 ? new PackCheck(Golden, null, "the pack has none") : new PackCheck(Golden, true, $"{golden} inputs give their outputs again");
        }
        catch (ModelRefusedException e) when (e.Fault == ModelFault.Golden)
        {
            Pass(Model, opened);
            Fail(Golden, e.Message, Word(e.Fault));
        }
        catch (ModelRefusedException e)
        {
            Fail(Model, e.Message, Word(e.Fault));
        }
    }

    private void Pass(string step, string detail) => _checks[step] = new PackCheck(step, true, detail);

    /// <summary>The steps before a failed one went well: the reader goes through them in this order.</summary>
    private void Fail(string step, string message, string fault)
    {
        foreach (string before in Steps.TakeWhile(other => other != step))
            _checks.TryAdd(before, new PackCheck(before, true, ""));
        _checks[step] = new PackCheck(step, false, message, fault);
    }

    private static string StepOf(PackFault fault) => fault switch
    {
        PackFault.Manifest or PackFault.NewerAgent or PackFault.SignatureFile => Manifest,
        PackFault.MissingFile or PackFault.UnlistedFile or PackFault.WrongHash => Files,
        PackFault.Unsigned or PackFault.UntrustedKey or PackFault.WrongSignature => Signature,
        _ => Container,
    };
}
