namespace Edge.Agent.Configuration.Secrets;

/// <summary>Tells keys that sound like secrets from keys that are just wrong.</summary>
internal static class SecretWords
{
    private static readonly string[] Words = ["password", "passwd", "passphrase", "secret", "token", "apikey", "credential"];

    /// <summary>Whether somebody who writes <paramref name="key"/> means to write a secret behind it.</summary>
    public static bool Sounds(string key)
    {
        string plain = key.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return plain is "pass" or "pwd" or "pw"
            || Words.Any(w => plain.Contains(w, StringComparison.OrdinalIgnoreCase) && !plain.EndsWith("file", StringComparison.OrdinalIgnoreCase));
    }
}
