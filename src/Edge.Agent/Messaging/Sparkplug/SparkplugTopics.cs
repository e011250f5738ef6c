namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>The topics of one edge node: <c>spBv1.0/{group}/{type}/{node}[/{device}]</c> ([tck-id-topic-structure], [tck-id-topic-structure-namespace-a]).</summary>
internal sealed class SparkplugTopics
{
    private const string Namespace = "spBv1.0";

    /// <exception cref="ArgumentException">An id is empty or holds <c>+</c>, <c>/</c> or <c>#</c>.</exception>
    public SparkplugTopics(string group, string node)
    {
        Group = Require(group, nameof(group));
        Node = Require(node, nameof(node));
    }

    public string Group { get; }

    public string Node { get; }

    /// <summary>Topic of a message of the node itself.</summary>
    public string OfNode(SparkplugKind kind) => $"{Namespace}/{Group}/{NameOf(kind)}/{Node}";

    /// <summary>Topic of a message of a device.</summary>
    public string OfDevice(SparkplugKind kind, string device) => $"{Namespace}/{Group}/{NameOf(kind)}/{Node}/{Require(device, nameof(device))}";

    /// <summary>Where a host application says whether it is online.</summary>
    public static string OfHost(string host) => $"{Namespace}/STATE/{Require(host, nameof(host))}";

    /// <summary>The device that a command is for: empty for the node itself, null where the topic is no command to this node.</summary>
    public string? CommandTarget(string topic)
    {
        if (topic == OfNode(SparkplugKind.NodeCommand))
            return "";
        string prefix = $"{Namespace}/{Group}/{NameOf(SparkplugKind.DeviceCommand)}/{Node}/";
        return topic.StartsWith(prefix, StringComparison.Ordinal) && topic.Length > prefix.Length && !topic.AsSpan(prefix.Length).Contains('/') ? topic[prefix.Length..] : null;
    }

    private static string NameOf(SparkplugKind kind) => kind switch
    {
        SparkplugKind.NodeBirth => "NBIRTH",
        SparkplugKind.NodeData => "NDATA",
        SparkplugKind.NodeDeath => "NDEATH",
        SparkplugKind.NodeCommand => "NCMD",
        SparkplugKind.DeviceBirth => "DBIRTH",
        SparkplugKind.DeviceData => "DDATA",
        SparkplugKind.DeviceDeath => "DDEATH",
        SparkplugKind.DeviceCommand => "DCMD",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a message type"),
    };

    private static string Require(string id, string what) =>
        id.Length > 0 && !id.AsSpan().ContainsAny('+', '/', '#')
            ? id
            : throw new ArgumentException($"{what} '{id}': Sparkplug allows any text but an empty one, without '+', '/' and '#'.", what);
}
