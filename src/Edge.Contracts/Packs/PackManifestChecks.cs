using System.Text.RegularExpressions;

namespace Edge.Contracts.Packs;

/// <summary>What a manifest must satisfy by itself, before any other file is looked at.</summary>
internal static partial class PackManifestChecks
{
    private const int MaximumLabels = 10_000;
    private const int MaximumSide = 8192;
    private const float MaximumMargin = 8;
    private const int MaximumGolden = 32;
    private const int MaximumAccuracies = 200;
    private const int MaximumText = 300;

    /// <summary>Checks every field.</summary>
    /// <exception cref="PackRefusedException">With all that is wrong.</exception>
    public static void Check(PackManifest manifest, string origin)
    {
        List<string> faults = [];
        if (!NamePattern().IsMatch(manifest.Name))
            faults.Add($"name is '{PackPaths.Shown(manifest.Name)}'; allowed: 1 to 100 letters, digits, '.', '_' and '-'");
        CheckVersion(manifest.Version, "version", faults);
        CheckVersion(manifest.OldestAgent, "oldestAgent", faults);
        OneOf(manifest.Task, "task", ["detect", "classify", "anomaly"], faults);
        CheckInput(manifest.Input, "input", faults);
        CheckLabels(manifest.Labels, "labels", faults);
        CheckShare(manifest.Thresholds.Score, "thresholds.score", faults);
        CheckShare(manifest.Thresholds.Nms, "thresholds.nms", faults);
        if (string.IsNullOrWhiteSpace(manifest.Licence))
            faults.Add("licence is empty; an SPDX identifier is needed");
        else if (!IsPlain(manifest.Licence))
            faults.Add($"licence is longer than {MaximumText} characters, or has control characters");
        CheckFiles(manifest, faults);
        CheckModel(manifest.Model, manifest.Golden, "", manifest, faults);
        CheckAccuracy(manifest.Accuracy, "accuracy", faults);
        if (manifest.Classifier is { } classifier)
            CheckClassifier(classifier, manifest, faults);
        CheckAnomaly(manifest, faults);
        if (faults.Count > 0)
            throw new PackRefusedException(PackFault.Manifest, $"pack '{origin}': {PackManifest.FileName}: {string.Join("; ", faults)}");
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
        CheckAccuracy(classifier.Accuracy, "classifier.accuracy", faults);
    }

    private static void CheckAnomaly(PackManifest manifest, List<string> faults)
    {
        if ((manifest.Task == "anomaly") != (manifest.Anomaly is not null))
            faults.Add($"task is '{PackPaths.Shown(manifest.Task)}' and anomaly is {(manifest.Anomaly is null ? "missing" : "there")}; allowed: both or neither");
        if (manifest.Anomaly is not { } anomaly)
            return;
        if (!manifest.Files.ContainsKey(anomaly.Bank) || anomaly.Bank == manifest.Model)
            faults.Add($"anomaly.bank is '{PackPaths.Shown(anomaly.Bank)}', which files doesn't list as a file of its own");
        OneOf(anomaly.Decides, "anomaly.decides", [.. PackAnomaly.Scores], faults);
        CheckThreshold(anomaly.NeighbourThreshold, "anomaly.neighbourThreshold", faults);
        CheckThreshold(anomaly.GaussianThreshold, "anomaly.gaussianThreshold", faults);
        if (!(anomaly.FalseRejects is > 0 and < 1))
            faults.Add($"anomaly.falseRejects is {anomaly.FalseRejects}; allowed: over 0 and under 1");
        CheckShare(anomaly.FalseRejectsLow, "anomaly.falseRejectsLow", faults);
        CheckShare(anomaly.FalseRejectsHigh, "anomaly.falseRejectsHigh", faults);
        if (anomaly.Taught < 1)
            faults.Add($"anomaly.taught is {anomaly.Taught}; allowed: 1 or more pictures");
    }

    private static void CheckThreshold(float value, string name, List<string> faults)
    {
        if (!float.IsFinite(value) || value <= 0)
            faults.Add($"{name} is {value}; allowed: finite numbers over 0");
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
        if (labels.Count is 0 or > MaximumLabels || labels.Any(label => string.IsNullOrWhiteSpace(label) || label.Length > 100 || !IsPlain(label)))
            faults.Add($"{field} has {labels.Count} names; allowed: 1 to {MaximumLabels}, each of 1 to 100 characters, none of them a control character");
    }

    private static void CheckAccuracy(IReadOnlyList<PackAccuracy> measured, string field, List<string> faults)
    {
        if (measured.Count > MaximumAccuracies || measured.Any(one => !IsPlain(one.Metric) || !IsPlain(one.Dataset) || !double.IsFinite(one.Value)))
            faults.Add($"{field} has {measured.Count} entries; allowed: up to {MaximumAccuracies}, of finite values and texts of up to {MaximumText} characters, none of them a control character");
    }

    // What people read in terminals and logs must not steer them.
    private static bool IsPlain(string text) => text.Length <= MaximumText && !text.Any(char.IsControl);

    private static void CheckModel(string model, IReadOnlyList<PackGolden> golden, string prefix, PackManifest manifest, List<string> faults)
    {
        if (!manifest.Files.ContainsKey(model))
            faults.Add($"{prefix}model is '{PackPaths.Shown(model)}', which files doesn't list");
        if (golden.Count > MaximumGolden)
            faults.Add($"{prefix}golden has {golden.Count} vectors; allowed: {MaximumGolden}, each being a run of the model");
        foreach (PackGolden vector in golden.Take(MaximumGolden))
        {
            foreach (string path in vector.Outputs.Prepend(vector.Input))
            {
                if (!manifest.Files.ContainsKey(path))
                    faults.Add($"{prefix}golden: '{PackPaths.Shown(path)}' is not listed in files");
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
                faults.Add($"files: '{PackPaths.Shown(path)}' {fault}");
            if (!HashPattern().IsMatch(hash))
                faults.Add($"files: the SHA-256 of '{PackPaths.Shown(path)}' is not 64 lower-case hexadecimal digits");
        }

        if (manifest.Files.Keys.Distinct(StringComparer.OrdinalIgnoreCase).Count() != manifest.Files.Count)
            faults.Add("files: two paths differ only in letter case");
        foreach (string own in (string[])[PackManifest.FileName, PackSignatures.FileName])
        {
            if (manifest.Files.Keys.Contains(own, StringComparer.OrdinalIgnoreCase))
                faults.Add($"files: {own} can't be listed");
        }

    }

    private static void CheckShare(float value, string name, List<string> faults)
    {
        if (!(value is >= 0 and <= 1))
            faults.Add($"{name} is {value}; allowed: 0 to 1");
    }

    private static void CheckVersion(string value, string name, List<string> faults)
    {
        if (!VersionPattern().IsMatch(value))
            faults.Add($"{name} is '{PackPaths.Shown(value)}'; allowed: major.minor.patch");
    }

    private static void OneOf(string value, string name, string[] allowed, List<string> faults)
    {
        if (!allowed.Contains(value, StringComparer.Ordinal))
            faults.Add($"{name} is '{PackPaths.Shown(value)}'; allowed: {string.Join(", ", allowed)}");
    }

    [GeneratedRegex("""\A[A-Za-z0-9][A-Za-z0-9._-]{0,99}\z""")]
    private static partial Regex NamePattern();

    [GeneratedRegex("""\A\d{1,5}\.\d{1,5}\.\d{1,5}\z""")]
    private static partial Regex VersionPattern();

    [GeneratedRegex("""\A[0-9a-f]{64}\z""")]
    private static partial Regex HashPattern();
}
