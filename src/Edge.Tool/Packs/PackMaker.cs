using Edge.Contracts.Packs;
using Edge.Vision.Decoding;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Tool.Packs;

/// <summary>
/// Makes packs: 1. a manifest, from the model's own shapes or from another pack, 2. the second stage likewise, 3. golden vectors through the
/// agent's own way, 4. hashes and signature, 5. a child process opens the result as an agent would; only then is it written where it was asked for.
/// </summary>
internal static class PackMaker
{
    private const string ModelFile = "model.onnx";
    private const string ClassifierFile = "classifier.onnx";
    private const string CardFile = "README.md";

    /// <summary>Makes the pack.</summary>
    /// <exception cref="ModelRefusedException">A model can't be used, or something is missing that only the user knows.</exception>
    /// <exception cref="PackRefusedException">The pack that it comes from is wrong, or the result would be.</exception>
    public static async Task<Pack> MakeAsync(PackRequest request, CancellationToken cancellationToken)
    {
        Pack? from = request.FromPath is null ? null : PackReader.Open(request.FromPath, VisionModel.AgentVersion);
        if (from?.Manifest.Anomaly is not null)
            throw new ModelRefusedException($"pack '{request.FromPath}' was taught by good parts, and its memory fits its own model only; allowed: teach again with 'edgectl station teach'");
        Dictionary<string, byte[]> files = new(StringComparer.Ordinal);
        PackManifest manifest = from is null ? Fresh(request, files) : TakenOver(request, from, files);
        if (request.Classifier is { } classifier)
            manifest = manifest with { Classifier = SecondStage(classifier, files) };
        if (request.CardPath is { } card)
            files[CardFile] = await File.ReadAllBytesAsync(card, cancellationToken);

        Pack bare = PackReader.FromFiles(request.OutPath, PackWriter.Assemble(request.OutPath, manifest, files), VisionModel.AgentVersion);
        using (GoldenRecorder recorder = new(bare))
        {
            Record(recorder, request, from);
            foreach ((string path, byte[] bytes) in recorder.Files)
                files[path] = bytes;
            manifest = manifest with { Golden = recorder.Golden };
            if (manifest.Classifier is { } stage)
                manifest = manifest with { Classifier = stage with { Golden = recorder.ClassifierGolden } };
        }

        cancellationToken.ThrowIfCancellationRequested();
        IReadOnlyDictionary<string, byte[]> all = PackWriter.Assemble(request.OutPath, manifest, files);
        if (request.KeyPath is { } key)
            all = PackSigning.Sign(all, key);
        await PackTrial.OpenAsync(all, cancellationToken);
        PackTarget.Write(request.OutPath, all);
        return PackReader.Open(request.OutPath, VisionModel.AgentVersion);
    }

    private static PackManifest Fresh(PackRequest request, Dictionary<string, byte[]> files)
    {
        string path = request.ModelPath ?? throw new ModelRefusedException("no model is named; give an .onnx file, or --from with a pack");
        string licence = request.Licence
            ?? throw new ModelRefusedException("--licence is missing: the model's licence as an SPDX identifier, for example Apache-2.0, or LicenseRef-Proprietary for what you keep to yourself");
        ModelDefinition definition = Recognise(path, request.Model, files, ModelFile);
        return new PackManifest
        {
            Name = request.Name ?? Name(path),
            Version = request.Version ?? "1.0.0",
            Task = definition.Task == ModelTask.Classify ? "classify" : "detect",
            Model = ModelFile,
            Input = PackInputs.ToPack(definition.Input),
            Decoder = DecoderNames.Of(definition.Decoder),
            Labels = definition.Labels,
            Thresholds = new PackThresholds(definition.ScoreThreshold, definition.NmsThreshold),
            Accuracy = request.Accuracy,
            Licence = licence,
            OldestAgent = Plain(VisionModel.AgentVersion),
            Files = new Dictionary<string, string>(),
        };
    }

    /// <summary>The manifest of another pack, for another model of the same shapes. What was measured of the old model is not said of the new one.</summary>
    private static PackManifest TakenOver(PackRequest request, Pack from, Dictionary<string, byte[]> files)
    {
        PackManifest old = from.Manifest;
        HashSet<string> golden = [.. old.Golden.Concat(old.Classifier?.Golden ?? []).SelectMany(vector => vector.Outputs.Prepend(vector.Input))];
        foreach (string path in old.Files.Keys.Where(path => !golden.Contains(path)))
            files[path] = from.File(path);
        if (request.ModelPath is { } model)
            files[old.Model] = ModelSource.FromFile(model).ToArray();
        if (request.Classifier is not null && old.Classifier is { } replaced && replaced.Model != old.Model)
            files.Remove(replaced.Model);
        return old with
        {
            Name = request.Name ?? old.Name,
            Version = request.Version ?? Next(old.Version),
            Thresholds = new PackThresholds(request.Model.ScoreThreshold ?? old.Thresholds.Score, request.Model.NmsThreshold ?? old.Thresholds.Nms),
            Labels = request.Model.LabelsFile.Length > 0 ? LabelsFile.Read(request.Model.LabelsFile) : old.Labels,
            Accuracy = request.Accuracy.Count > 0 || request.ModelPath is not null ? request.Accuracy : old.Accuracy,
            Licence = request.Licence ?? old.Licence,
            // Made anew for the new model; their files are not taken over.
            Golden = [],
            Classifier = old.Classifier is null ? null : old.Classifier with { Golden = [] },
        };
    }

    private static PackClassifier SecondStage(ClassifierRequest request, Dictionary<string, byte[]> files)
    {
        ModelDefinition definition = Recognise(request.Path, request.Options, files, ClassifierFile);
        if (definition.Task != ModelTask.Classify)
            throw new ModelRefusedException($"model '{request.Path}' is a detector ({DecoderNames.Of(definition.Decoder)}); allowed for the second stage: a classifier");
        return new PackClassifier
        {
            Model = ClassifierFile,
            Input = PackInputs.ToPack(definition.Input),
            Decoder = DecoderNames.Of(definition.Decoder),
            Labels = definition.Labels,
            Margin = request.Margin,
            Score = request.Score,
        };
    }

    private static ModelDefinition Recognise(string path, ModelOptions options, Dictionary<string, byte[]> files, string name)
    {
        ModelSource source = ModelSource.FromFile(path);
        using VisionModel model = VisionModel.Open(source, options with { Providers = ["cpu"] }, NullLogger.Instance);
        files[name] = source.ToArray();
        return model.Definition;
    }

    private static void Record(GoldenRecorder recorder, PackRequest request, Pack? from)
    {
        foreach (string image in request.GoldenImages)
            recorder.AddImage(image);
        if (request.GoldenImages.Count > 0)
            return;
        if (from is not { Manifest.Golden.Count: > 0 })
        {
            recorder.AddDrawn();
            return;
        }

        foreach (PackGolden vector in from.Manifest.Golden)
            recorder.AddTensor(PackTensor.Read(from.File(vector.Input), vector.Input), forClassifier: false);
        // A new second stage may take crops of another size.
        if (request.Classifier is not null)
            recorder.AddDrawn();
        foreach (PackGolden vector in request.Classifier is null ? from.Manifest.Classifier?.Golden ?? [] : [])
            recorder.AddTensor(PackTensor.Read(from.File(vector.Input), vector.Input), forClassifier: true);
    }

    private static string Name(string path)
    {
        string name = new([.. Path.GetFileNameWithoutExtension(path).Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '-')]);
        return name.TrimStart('.', '_', '-') is { Length: > 0 } usable ? usable : "model";
    }

    private static string Plain(Version version) => $"{version.Major}.{version.Minor}.{Math.Max(version.Build, 0)}";

    private static string Next(string version)
    {
        Version old = System.Version.Parse(version);
        return $"{old.Major}.{old.Minor}.{old.Build + 1}";
    }
}
