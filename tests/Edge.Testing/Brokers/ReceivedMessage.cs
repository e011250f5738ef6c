using System.Text;

namespace Edge.Testing.Brokers;

/// <summary>What a subscriber got.</summary>
/// <param name="Topic">Full topic.</param>
/// <param name="Retained">Whether it is an old, retained message.</param>
/// <param name="Payload">Exact bytes.</param>
public sealed record ReceivedMessage(string Topic, bool Retained, byte[] Payload)
{
    /// <summary>With which quality of service it came: the lower of the publisher's and ours.</summary>
    public int Qos { get; init; }

    public string Text => Encoding.UTF8.GetString(Payload);
}
