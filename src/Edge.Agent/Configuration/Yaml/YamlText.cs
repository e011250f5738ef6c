using System.Text;
using Edge.Agent.Configuration.Checking;

namespace Edge.Agent.Configuration.Yaml;

/// <summary>Reads the bytes of a configuration file and turns them into text, with a fault for all that is not text.</summary>
internal static class YamlText
{
    /// <summary>Most bytes of a configuration file: far more than 64 cameras need, far less than hurts.</summary>
    public const int MaximumBytes = 1 << 20;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The file's bytes; null with a fault where it cannot be read.</summary>
    public static byte[]? ReadBytes(string path, string shownAs, FaultList faults)
    {
        var at = new SettingsLocation(shownAs);
        try
        {
            if (Directory.Exists(path))
            {
                faults.Add(SettingsFaultKind.File, "", "is a folder, not a file", at: at);
                return null;
            }

            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var bytes = new MemoryStream();
            var buffer = new byte[16384];
            int read;
            while ((read = file.Read(buffer)) > 0)
            {
                bytes.Write(buffer, 0, read);
                if (bytes.Length <= MaximumBytes)
                    continue;
                faults.Add(SettingsFaultKind.File, "", "is too large for a configuration", $"up to {MaximumBytes / 1024} KiB", at: at);
                return null;
            }

            return bytes.ToArray();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            faults.Add(SettingsFaultKind.File, "", "no such file", at: at);
        }
        catch (UnauthorizedAccessException)
        {
            faults.Add(SettingsFaultKind.File, "", $"may not be read by user {Environment.UserName}", at: at);
        }
        catch (Exception e) when (e is IOException or ArgumentException or NotSupportedException)
        {
            faults.Add(SettingsFaultKind.File, "", "cannot be read: " + e.GetType().Name, at: at);
        }

        return null;
    }

    /// <summary>The text; null with faults where the bytes are not UTF-8 text.</summary>
    public static string? Decode(byte[] bytes, string shownAs, FaultList faults)
    {
        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith("\uFEFF"u8))
            content = content[3..];
        string text;
        try
        {
            text = Strict.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            ReadOnlySpan<byte> before = content[..Math.Clamp(e.Index, 0, content.Length)];
            int line = before.Count((byte)'\n') + 1;
            int column = before.Length - (before.LastIndexOf((byte)'\n') + 1) + 1;
            faults.Add(SettingsFaultKind.File, "", "is not UTF-8 text", "a file saved as UTF-8", at: new SettingsLocation(shownAs, line, column));
            return null;
        }

        return HasControlCharacters(text, shownAs, faults) ? null : text;
    }

    /// <summary>Tells of every line that is indented with a tab: YAML forbids it and its parser says so in words that help nobody.</summary>
    public static bool TellTabs(string text, string shownAs, FaultList faults)
    {
        bool told = false;
        int lineNumber = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            lineNumber++;
            int tab = line[..(line.Length - line.TrimStart(" \t").Length)].IndexOf('\t');
            if (tab < 0 || line.Trim(" \t").Length == 0)
                continue;
            faults.Add(SettingsFaultKind.Syntax, "", "the line is indented with a tab", "spaces", at: new SettingsLocation(shownAs, lineNumber, tab + 1));
            told = true;
        }

        return told;
    }

    private static bool HasControlCharacters(string text, string shownAs, FaultList faults)
    {
        bool found = false;
        int lineNumber = 0;
        foreach (ReadOnlySpan<char> line in text.AsSpan().EnumerateLines())
        {
            lineNumber++;
            int column = 0;
            foreach (char c in line)
            {
                column++;
                if (!char.IsControl(c) || c == '\t')
                    continue;
                faults.Add(SettingsFaultKind.Syntax, "", $"control character U+{(int)c:X4}", "printable text", at: new SettingsLocation(shownAs, lineNumber, column));
                found = true;
                break;
            }
        }

        return found;
    }
}
