using Edge.Agent.Outbox;
using Edge.Contracts.Updates;

namespace Edge.Agent.Updates;

/// <summary>
/// Where everything about updates lies, under <c>{dataPath}/updates</c>:
/// <c>store/SHA256/</c> verified releases, <c>incoming/SHA256/</c> what is not yet verified, <c>slots/KIND.json</c> which one is active,
/// <c>transaction.json</c> the update in progress, <c>ledger.json</c> counters and failures, <c>agent/</c> unpacked agents and their boot record.
/// </summary>
internal sealed class UpdateFolders
{
    /// <summary>The folder's name under the data path.</summary>
    public const string Name = "updates";

    /// <summary>Paths only; nothing is made.</summary>
    public UpdateFolders(string dataPath)
    {
        DataPath = Path.GetFullPath(dataPath);
        Root = Path.Combine(DataPath, Name);
        Store = Path.Combine(Root, "store");
        Incoming = Path.Combine(Root, "incoming");
        Slots = Path.Combine(Root, "slots");
        Agents = Path.Combine(Root, "agent");
        Transaction = Path.Combine(Root, "transaction.json");
        Ledger = Path.Combine(Root, "ledger.json");
    }

    public string DataPath { get; }

    public string Root { get; }

    public string Store { get; }

    public string Incoming { get; }

    public string Slots { get; }

    public string Agents { get; }

    public string Transaction { get; }

    public string Ledger { get; }

    /// <summary>Whether any update was ever begun here.</summary>
    public bool Exists => Directory.Exists(Root);

    /// <summary>The slot of one kind.</summary>
    public string Slot(ReleaseKind kind) => Path.Combine(Slots, NameOf(kind) + ".json");

    /// <summary>A kind in names of files.</summary>
    public static string NameOf(ReleaseKind kind) => kind switch
    {
        ReleaseKind.Model => "model",
        ReleaseKind.Configuration => "configuration",
        ReleaseKind.Agent => "agent",
        ReleaseKind.OperatingSystem => "os",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The file of a release of this kind in the store; its ending is what the agent knows such files by.</summary>
    public static string FileOf(ReleaseKind kind) => kind switch
    {
        ReleaseKind.Model => "model.pack",
        ReleaseKind.Configuration => "edge.yaml",
        ReleaseKind.Agent => "agent.tar",
        ReleaseKind.OperatingSystem => "image.raucb",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>Makes the folders that are not there, durably.</summary>
    public void Make()
    {
        bool isNew = false;
        foreach (string folder in (IEnumerable<string>)[Root, Store, Incoming, Slots, Agents])
        {
            isNew |= !Directory.Exists(folder);
            Directory.CreateDirectory(folder);
        }

        if (!isNew)
            return;
        DirectorySync.Flush(Root);
        DirectorySync.Flush(DataPath);
    }
}
