using Edge.Agent.Configuration.Checking;
using Edge.Agent.Configuration.Secrets;
using Edge.Agent.Configuration.Yaml;

namespace Edge.Agent.Configuration.Description;

/// <summary>What the types need while they read: a place for faults and for where things were written.</summary>
internal sealed class SettingsReader(FaultList faults)
{
    public FaultList Faults { get; } = faults;

    /// <summary>Set while a value is read that may hold a secret: then no fault shows it.</summary>
    public bool IsSecret { get; set; }

    /// <summary>A single value's text; false, with a fault, where there is none.</summary>
    public bool TryText(ConfigNode node, string path, string allowed, out string text, out bool isQuoted)
    {
        (text, isQuoted) = ("", false);
        if (node is ScalarNode { IsNull: false } scalar)
        {
            (text, isQuoted) = (scalar.Text, scalar.IsQuoted);
            return true;
        }

        string problem = node is ScalarNode ? "has no value" : $"found {node.Sort}";
        Faults.Add(SettingsFaultKind.WrongType, path, problem, allowed);
        return false;
    }

    /// <summary>Tells of a value that is not allowed, showing it unless it may be secret.</summary>
    public bool Refuse(SettingsFaultKind kind, string path, string found, string why, string allowed, string suggestion = "")
    {
        string shown = IsSecret ? "the value (not shown)" : Printable.Quote(found);
        Faults.Add(kind, path, $"{shown} {why}", allowed, IsSecret ? "" : suggestion);
        return false;
    }
}
