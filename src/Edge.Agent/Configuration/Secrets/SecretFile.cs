namespace Edge.Agent.Configuration.Secrets;

/// <summary>Reads files that hold one secret.</summary>
public static class SecretFile
{
    private const int MaximumBytes = 4096;

    /// <summary>The first line of the file, without its newline.</summary>
    /// <exception cref="IOException">Missing, unreadable, empty or larger than 4 KiB; the message names the path and never the content.</exception>
    /// <exception cref="UnauthorizedAccessException">May not be read.</exception>
    public static Secret Read(string path)
    {
        if (Directory.Exists(path))
            throw new IOException("is a folder");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[MaximumBytes + 1];
        int length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (length > MaximumBytes)
            throw new IOException($"is larger than {MaximumBytes} bytes");
        string text = System.Text.Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\r', '\n');
        return text.Length == 0 ? throw new IOException("is empty") : new Secret(text);
    }

    /// <summary>Why the secret in <paramref name="path"/> cannot be read; null where it can.</summary>
    internal static string? Fault(string path, out Secret secret)
    {
        secret = default;
        try
        {
            secret = Read(path);
            return null;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return "does not exist";
        }
        catch (UnauthorizedAccessException)
        {
            return $"may not be read by user {Environment.UserName}";
        }
        catch (IOException e)
        {
            return e.Message.StartsWith("is ", StringComparison.Ordinal) ? e.Message : "cannot be read";
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return "is not a path";
        }
    }

    /// <summary>Whether other users of this machine can read the file.</summary>
    internal static bool IsWorldReadable(string path)
    {
        try
        {
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherRead) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
