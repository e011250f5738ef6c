namespace Edge.Agent.Configuration;

/// <summary>Where each setting was written, by its path, so that what is found out later (a class that the model does not know) can still be said with its line.</summary>
public sealed class SettingsLocations
{
    private readonly Dictionary<string, SettingsLocation> _byPath = new(StringComparer.Ordinal);
    private readonly SettingsLocation _root;

    /// <summary>Starts with nothing but the place of the whole.</summary>
    /// <param name="root">The answer for paths of which no part was written.</param>
    public SettingsLocations(SettingsLocation root) => _root = root;

    /// <summary>Whether the setting at <paramref name="path"/> was written at all (otherwise it has its default).</summary>
    public bool IsGiven(string path) => _byPath.ContainsKey(path);

    /// <summary>Where <paramref name="path"/> was written, or else the nearest section around it.</summary>
    public SettingsLocation Of(string path)
    {
        while (path.Length > 0)
        {
            if (_byPath.TryGetValue(path, out SettingsLocation? location))
                return location;
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        }

        return _root;
    }

    internal void Set(string path, SettingsLocation location) => _byPath[path] = location;
}
