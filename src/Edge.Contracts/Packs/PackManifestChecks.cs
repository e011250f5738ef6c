using System.Text.RegularExpressions;

namespace Edge.Contracts.Packs;

/// <summary>What a manifest must satisfy by itself, before any other file is looked at.</summary>
internal static partial class PackManifestChecks
{
    private const int MaximumLabels = 10_000;
    private const int MaximumSide = 8192;
    private const float MaximumMargin = 8;

    /// <summary>Checks every field.</summary>
    /// <exception cref="PackRefusedException">With all that is wrong.</exception>
    public static void Check(PackManifest manifest, string origin)
    {
        List<string> faults = [];
        if (!NamePattern().IsMatch(manifest.Name))
            faults.Add($"name is '{manifest.Name}'; allowed: 1 to 100 letters, digits, '.', '_' and '-'");
        CheckVersion(manifest.Version, "version", faults);
        CheckVersion(manifest.OldestAgent, "oldestAgent", faults);
        OneOf(manifest.Task, "task", ["detect", "classify"], faults);
        CheckInput(manifest.Input, "input", faults);
        CheckLabels(manifest.Labels, "labels", faults);
        CheckShare(manifest.Thresholds.Score, "thresholds.score", faults);
        CheckShare(manifest.Thresholds.Nms, "thresholds.nms", faults);
        if (string.IsNullOrWhiteSpace(manifest.Licence))
            faults.Add("licence is empty; an SPDX identifier is needed");
        CheckFiles(manifest, faults);
        CheckModel(manifest.Model, manifest.Golden, "", manifest, faults);
        if (manifest.Classifier is { } classifier)
            CheckClassifier(classifier, manifest, faults);
        if (faults.Count > 0)
            throw new PackRefusedException($"pack '{origin}': {PackManifest.FileName}: {string.Join("; ", faults)}");
    }

    private static void CheckClassifier(PackClassifier classifier, PackManifest manifest, List<string> faults)
    {
        if (manifest.Task != "detect")
            faults.Add($"classifier is for the crops of a detector; task is '{manifest.Task}'");
        CheckInput(classifier.Input, "classifier.input", faults);
        CheckLabels(classifier.Labels, "classifier.labels", faults);
        CheckShare(classifier.Score, "classifier.score", faults);
        if (!(classifier.Margin is >= 0 and <= MaximumMargin))
            faults.Add($"classifier.margin is {classifier.Margin}; allowed: 0 to {MaximumMargin}");
        CheckModel(classifier.Model, classifier.Golden, "classifier.", manifest, faults);
    }

    private static void CheckInput(PackInput input, string field, List<string> faults)
    {
        if (input.Width is < 1 or > MaximumSide || input.Height is < 1 or > MaximumSide)
            faults.Add($"{field} is {input.Width}x{input.Height}; allowed: 1 to {MaximumSide} each");
        OneOf(input.Layout, $"{field}.layout", ["nchw", "nhwc"], faults);
        OneOf(input.Color, $"{field}.color", ["bgr", "rgb", "gray"], faults);
        OneOf(input.Fit, $"{field}.fit", ["letterbox-top-left", "letterbox-center", "stretch"], faults);
        if (input.Mean.Count != input.Channels || input.Scale.Count != input.Channels || !input.Mean.Concat(input.Scale).All(float.IsFinite))
            faults.Add($"{field}.mean and {field}.scale need {(input.Channels == 1 ? "one finite number each, the colour being gray" : "three finite numbers each")}");
    }

    private static void CheckLabels(IReadOnlyList<string> labels, string field, List<string> faults)
    {
        if (labels.Count is 0 or > MaximumLabels || labels.Any(label => string.IsNullOrWhiteSpace(label) || label.Length > 100))
            faults.Add($"{field} has {labels.Count} names; allowed: 1 to {MaximumLabels}, each of 1 to 100 characters");
    }

    private static void CheckModel(string model, IReadOnlyList<PackGolden> golden, string prefix, PackManifest manifest, List<string> faults)
    {
        if (!manifest.Files.ContainsKey(model))
            faults.Add($"{prefix}model is '{model}', which files doesn't list");
        foreach (PackGolden vector in golden)
        {
            foreach (string path in vector.Outputs.Prepend(vector.Input))
            {
                if (!manifest.Files.ContainsKey(path))
                    faults.Add($"{prefix}golden: '{path}' is not listed in files");
            }

            CheckShare(vector.Tolerance, $"{prefix}golden: tolerance", faults);
            CheckShare(vector.Rms ?? 0, $"{prefix}golden: rms", faults);
        }
    }

    private static void CheckFiles(PackManifest manifest, List<string> faults)
    {
        foreach ((string path, string hash) in manifest.Files)
        {
            if (PackPaths.Fault(path) is { } fault)
                faults.Add($"files: '{path}' {fault}");
            if (!HashPattern().IsMatch(hash))
                faults.Add($"files: the SHA-256 of '{path}' is not 64 lower-case hexadecimal digits");
        }

        if (manifest.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != manifest.Files.Count)
            faults.Add("files: two paths differ only in letter case");
        if (manifest.Files.Keys.Contains(PackManifest.FileName, StringComparer.OrdinalIgnoreCase))
            faults.Add($"files: {PackManifest.FileName} can't list itself");
    }

    private static void CheckShare(float value, string name, List<string> faults)
    {
        if (!(value is >= 0 and <= 1))
            faults.Add($"{name} is {value}; allowed: 0 to 1");
    }

    private static void CheckVersion(string value, string name, List<string> faults)
    {
        if (!VersionPattern().IsMatch(value))
            faults.Add($"{name} is '{value}'; allowed: major.minor.patch");
    }

    private static void OneOf(string value, string name, string[] allowed, List<string> faults)
    {
        if (!allowed.Contains(value, StringComparer.Ordinal))
            faults.Add($"{name} is '{value}'; allowed: {string.Join(", ", allowed)}");
    }

    [GeneratedRegex("""\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z""")]
    private static partial Regex NamePattern();

    [GeneratedRegex("""\A\d{1,5}\.\d{1,5}\.\d{1,5}\z""")]
    private static partial Regex VersionPattern();

    [GeneratedRegex("""\A[0-9a-f]{64}\z""")]
    private static partial Regex HashPattern();
}
