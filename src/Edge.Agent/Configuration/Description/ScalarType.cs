using System.Diagnostics.CodeAnalysis;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>A value written as one word or text.</summary>
internal abstract class ScalarType<T> : SettingType<T>
{
    public sealed override bool TryRead(ConfigNode node, string path, SettingsReader reader, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        return reader.TryText(node, path, Allowed, out string text, out bool isQuoted)
            && TryParse(text, isQuoted, path, reader, out value);
    }

    protected abstract bool TryParse(string text, bool isQuoted, string path, SettingsReader reader, [MaybeNullWhen(false)] out T value);
}
