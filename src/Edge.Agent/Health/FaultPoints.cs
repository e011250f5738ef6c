using System.Globalization;
using System.Runtime.InteropServices;

namespace Edge.Agent.Health;

/// <summary>
/// Places where a test may cut the process down. With <c>EDGE_FAULT_POINT=label[:n]</c> in the environment the process
/// kills itself (SIGKILL: no handler, no clean-up) when it reaches that label for the n-th time; otherwise a hit is one compare.
/// </summary>
public static partial class FaultPoints
{
    /// <summary>An alert's message exists and nothing knows of it yet.</summary>
    public const string AlertComposed = "alert.composed";

    /// <summary>The outbox has a batch and is about to write it.</summary>
    public const string BeforeCommit = "outbox.before-commit";

    /// <summary>The batch is on disk and nobody was told.</summary>
    public const string AfterCommit = "outbox.after-commit";

    /// <summary>The publisher holds a committed message and is about to send it.</summary>
    public const string BeforePublish = "publish.before";

    /// <summary>The broker's PUBACK arrived and the outbox does not know.</summary>
    public const string AfterPuback = "publish.after-puback";

    /// <summary>Receipts are about to become deletions.</summary>
    public const string BeforeDelete = "outbox.before-delete";

    /// <summary>The deletions are on disk.</summary>
    public const string AfterDelete = "outbox.after-delete";

    /// <summary>The write-ahead log is about to be folded into the database. (Inside it: the crash harness counts writes to the file.)</summary>
    public const string BeforeCheckpoint = "outbox.before-checkpoint";

    /// <summary>The write-ahead log was folded into the database.</summary>
    public const string AfterCheckpoint = "outbox.after-checkpoint";

    private const int SigKill = 9;
    private static readonly string? _armed = ReadLabel(out _hitsLeft);
    private static int _hitsLeft;

    /// <summary>Every label, for tests that visit them all.</summary>
    public static IReadOnlyList<string> Labels { get; } =
    [
        AlertComposed, BeforeCommit, AfterCommit, BeforePublish, AfterPuback, BeforeDelete, AfterDelete, BeforeCheckpoint, AfterCheckpoint,
    ];

    /// <summary>Kills the process here if the environment says so.</summary>
    public static void Hit(string label)
    {
        if (_armed is not null && _armed == label && Interlocked.Decrement(ref _hitsLeft) == 0)
            _ = Kill(Environment.ProcessId, SigKill);
    }

    private static string? ReadLabel(out int hits)
    {
        hits = 1;
        string? text = Environment.GetEnvironmentVariable("EDGE_FAULT_POINT");
        if (string.IsNullOrEmpty(text))
            return null;
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
            return text;
        if (!int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out hits) || hits < 1)
            hits = 1;
        return text[..colon];
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int processId, int signal);
}
