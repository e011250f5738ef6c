using System.Text.RegularExpressions;

namespace Edge.Agent.Configuration.Secrets;

/// <summary>Fills in <c>${env:NAME}</c> and <c>${file:PATH}</c>.</summary>
internal static partial class SecretReferences
{
    public static bool HasAny(string text) => text.Contains("${", StringComparison.Ordinal);

    /// <summary>
    /// <paramref name="text"/> with every reference replaced. A reference that is the whole text is taken as it is; one within a URL
    /// is percent-encoded, so that a password may hold any character; one within anything else is taken as it is.
    /// </summary>
    /// <param name="text">Text with references.</param>
    /// <param name="environment">Where <c>${env:…}</c> looks.</param>
    /// <param name="folder">What the paths of <c>${file:…}</c> are relative to.</param>
    /// <param name="faults">Gets one entry for each reference that leads nowhere; none of them shows a value.</param>
    /// <param name="files">Gets the files that were read.</param>
    public static string Fill(string text, IReadOnlyDictionary<string, string> environment, string folder, List<string> faults, List<string> files)
    {
        bool isInUrl = text.Contains("://", StringComparison.Ordinal) && !text.StartsWith("gstreamer:", StringComparison.Ordinal);
        string filled = Reference().Replace(text, match =>
        {
            string kind = match.Groups["kind"].Value, name = match.Groups["name"].Value;
            string value = "";
            if (kind == "env")
            {
                if (!environment.TryGetValue(name, out string? found) || found.Length == 0)
                    faults.Add($"the environment variable of ${{env:{Printable.Plain(name)}}} is not set");
                value = found ?? "";
            }
            else if (kind == "file")
            {
                string path = Path.Combine(folder, name);
                if (SecretFile.Fault(path, out Secret secret) is { } fault)
                    faults.Add($"the file of ${{file:{Printable.Plain(name)}}} {fault}");
                files.Add(path);
                value = secret.Reveal();
            }
            else
            {
                faults.Add("only ${env:NAME} and ${file:PATH} are references");
            }

            return isInUrl && match.Length < text.Length ? Uri.EscapeDataString(value) : value;
        });
        if (faults.Count == 0 && HasAny(Reference().Replace(text, "")))
            faults.Add("\"${\" starts a reference that does not end; write ${env:NAME} or ${file:PATH}");
        return filled;
    }

    [GeneratedRegex(@"\$\{(?<kind>[a-zA-Z]*):?(?<name>[^{}]*)\}")]
    private static partial Regex Reference();
}
