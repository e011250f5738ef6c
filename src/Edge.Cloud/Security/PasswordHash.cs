using System.Security.Cryptography;

namespace Edge.Cloud.Security;

/// <summary>Passwords as they are kept: <c>pbkdf2-sha256$iterations$salt$hash</c>.</summary>
internal static class PasswordHash
{
    /// <summary>Fewest characters of a password (NIST SP 800-63B-4 asks for 15 where it is the only factor; 12 with a limit on attempts).</summary>
    public const int MinimumLength = 12;

    /// <summary>Most characters: hashing more is only work.</summary>
    public const int MaximumLength = 256;

    private const string Scheme = "pbkdf2-sha256";
    private const int Iterations = 600_000; // OWASP's figure for PBKDF2 with HMAC-SHA-256.
    private const int HashBytes = 32;

    // Checking against it costs what checking a real one costs, so that the time says nothing about which names exist.
    private static readonly Lazy<string> Nobody = new(() => Create(Secret.Create("")));

    /// <summary>The kept form of <paramref name="password"/>.</summary>
    public static string Create(string password)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(16);
        byte[] hash = Rfc2898DeriveBytes.Pbkdf2(password, salt, Iterations, HashAlgorithmName.SHA256, HashBytes);
        return $"{Scheme}${Iterations}${Convert.ToBase64String(salt)}${Convert.ToBase64String(hash)}";
    }

    /// <summary>Whether <paramref name="password"/> is the one that <paramref name="kept"/> was made of. Null: there is none; takes as long.</summary>
    public static bool Matches(string? kept, string password)
    {
        string[] parts = (kept ?? Nobody.Value).Split('$');
        byte[] expected = Convert.FromBase64String(parts[3]);
        byte[] actual = Rfc2898DeriveBytes.Pbkdf2(password, Convert.FromBase64String(parts[2]), int.Parse(parts[1]), HashAlgorithmName.SHA256, expected.Length);
        return CryptographicOperations.FixedTimeEquals(expected, actual) && kept is not null;
    }
}
