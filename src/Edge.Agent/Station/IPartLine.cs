using Edge.Domain.Inspection.Line;

namespace Edge.Agent.Station;

/// <summary>The line behind a station: what takes parts away by their verdicts. Thread safe; its findings come to an <see cref="ILineListener"/>, on a thread of its own.</summary>
internal interface IPartLine : IDisposable
{
    /// <summary>Whether a sensor watches the ejections.</summary>
    bool HasSensor { get; }

    /// <summary>Parts between trigger and the end of the ejector's reach.</summary>
    int InFlight { get; }

    /// <summary>
    /// Every trigger reaches the line from now on. Until this is called, and for the whole way to the ejector afterwards, everything is put out:
    /// nobody knows what came by before.
    /// </summary>
    void Watch();

    /// <summary>A part begins its way.</summary>
    /// <param name="part">Its number.</param>
    /// <param name="timestamp">When it was noticed, as <see cref="TimeProvider.GetTimestamp"/>.</param>
    PartOpening Open(long part, long timestamp);

    /// <summary>A part's verdict.</summary>
    /// <param name="part">Its number.</param>
    /// <param name="ejects">False lets it pass.</param>
    DecisionTaking Decide(long part, bool ejects);

    /// <summary>Into fail-safe, until <see cref="Clear"/>.</summary>
    void Trip();

    /// <summary>Out of fail-safe, whatever put it there.</summary>
    void Clear();
}
