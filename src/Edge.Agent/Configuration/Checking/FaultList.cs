using Edge.Agent.Configuration.Secrets;

namespace Edge.Agent.Configuration.Checking;

/// <summary>Collects every fault and warning of one reading. One fault a path: what follows from a fault is not told again.</summary>
internal sealed class FaultList(SettingsLocations locations)
{
    private readonly HashSet<string> _faultyPaths = new(StringComparer.Ordinal);
    private readonly List<SettingsFault> _faults = [];
    private readonly List<SettingsFault> _warnings = [];

    public SettingsLocations Locations { get; } = locations;

    /// <summary>In the order of the file, then those of environment and command line.</summary>
    public IReadOnlyList<SettingsFault> Faults => InOrder(_faults);

    public IReadOnlyList<SettingsFault> Warnings => InOrder(_warnings);

    public bool HasFaults => _faults.Count > 0;

    /// <summary>Whether a fault was told of <paramref name="path"/> or of something in it.</summary>
    public bool IsFaulty(string path) =>
        _faultyPaths.Contains(path)
        || _faultyPaths.Any(p => p.Length > path.Length && p.StartsWith(path, StringComparison.Ordinal) && p[path.Length] is '.' or '[');

    public void Add(SettingsFaultKind kind, string path, string problem, string allowed = "", string suggestion = "", SettingsLocation? at = null)
    {
        if (path.Length > 0 && !_faultyPaths.Add(path) && kind is not (SettingsFaultKind.UnknownKey or SettingsFaultKind.DuplicateKey or SettingsFaultKind.Syntax))
            return;
        _faults.Add(Make(kind, path, problem, allowed, suggestion, at));
    }

    /// <summary>A word that is not one of those allowed, with the nearest one suggested.</summary>
    public void AddUnknown(SettingsFaultKind kind, string path, string problem, string found, IEnumerable<string> allowed, SettingsLocation? at = null)
    {
        string[] words = [.. allowed];
        Add(kind, path, problem, words.Length == 0 ? "none" : Printable.List(words), DidYouMean.Nearest(found, words), at);
    }

    public void Warn(SettingsFaultKind kind, string path, string problem) =>
        _warnings.Add(Make(kind, path, problem, "", "", null));

    private SettingsFault Make(SettingsFaultKind kind, string path, string problem, string allowed, string suggestion, SettingsLocation? at) => new()
    {
        Kind = kind,
        Location = at ?? Locations.Of(path),
        Path = path,
        Problem = problem,
        Allowed = allowed,
        Suggestion = suggestion,
    };

    private static List<SettingsFault> InOrder(List<SettingsFault> faults) =>
        [.. faults.OrderBy(f => f.Location.Line == 0).ThenBy(f => f.Location.Line).ThenBy(f => f.Location.Column)];
}
