using Edge.Contracts.Messages;
using Edge.Contracts.Updates;

namespace Edge.Cloud.Ingest;

/// <summary>One message of a device, read and checked. What is an event has an id, by which the device is told that it may forget it.</summary>
/// <param name="Site">Site in the topic.</param>
/// <param name="Device">Device in the topic, which the broker has checked against the device's certificate.</param>
internal abstract record Inbound(string Site, string Device)
{
    /// <summary>An event that is kept once and acknowledged.</summary>
    /// <param name="Site">Site.</param>
    /// <param name="Device">Device.</param>
    /// <param name="Id">The event's id.</param>
    /// <param name="At">When it happened, by the device's clock.</param>
    /// <param name="Payload">The whole event as it came.</param>
    internal abstract record Event(string Site, string Device, Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Payload) : Inbound(Site, Device)
    {
        /// <summary>What the database calls it.</summary>
        public abstract string Kind { get; }
    }

    /// <summary>A step in the life of an alert.</summary>
    internal sealed record Alert(string Site, string Device, Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Payload, AlertMessage Message) : Event(Site, Device, Id, At, Payload)
    {
        /// <inheritdoc />
        public override string Kind => "alert";
    }

    /// <summary>A part's verdict.</summary>
    internal sealed record Verdict(string Site, string Device, Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Payload, VerdictMessage Message) : Event(Site, Device, Id, At, Payload)
    {
        /// <inheritdoc />
        public override string Kind => "verdict";
    }

    /// <summary>What the second sensor of a station said afterwards.</summary>
    internal sealed record Ejection(string Site, string Device, Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Payload, EjectionMessage Message) : Event(Site, Device, Id, At, Payload)
    {
        /// <inheritdoc />
        public override string Kind => "ejection";
    }

    /// <summary>What the device had to give up.</summary>
    internal sealed record Loss(string Site, string Device, Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Payload, LossMessage Message) : Event(Site, Device, Id, At, Payload)
    {
        /// <inheritdoc />
        public override string Kind => "loss";
    }

    /// <summary>
    /// An event with an id, but of a kind or a shape that this cloud does not know, from a newer device perhaps. It is kept as it came and acknowledged:
    /// the device would send it for ever, and what is lost cannot be understood later.
    /// </summary>
    internal sealed record Unreadable(string Site, string Device, Guid Id, DateTimeOffset At, ReadOnlyMemory<byte> Payload, string Fault) : Event(Site, Device, Id, At, Payload)
    {
        /// <inheritdoc />
        public override string Kind => "unreadable";
    }

    /// <summary>Numbers about the device. The latest count; none is acknowledged.</summary>
    internal sealed record Telemetry(string Site, string Device, DateTimeOffset At, ReadOnlyMemory<byte> Payload, TelemetryMessage Message) : Inbound(Site, Device);

    /// <summary>How much of a day a camera was watching.</summary>
    internal sealed record Coverage(string Site, string Device, DateTimeOffset At, ReadOnlyMemory<byte> Payload, CoverageMessage Message) : Inbound(Site, Device);

    /// <summary>Online or offline.</summary>
    internal sealed record State(string Site, string Device, DeviceState Message) : Inbound(Site, Device);

    /// <summary>What the device made of <c>desired</c>, and what it runs.</summary>
    /// <param name="Site">Site.</param>
    /// <param name="Device">Device.</param>
    /// <param name="Message">What it said.</param>
    internal sealed record Reported(string Site, string Device, ReportedState Message) : Inbound(Site, Device)
    {
        /// <summary>The report inside, where its signature is the device's; nothing is made of a report before.</summary>
        public DeviceReport? Verified { get; init; }
    }

    /// <summary>How an inspection station is doing; null where it was taken out.</summary>
    internal sealed record Station(string Site, string Device, string Name, ReadOnlyMemory<byte> Payload, StationMessage? Message) : Inbound(Site, Device);

    /// <summary>A JPEG: the picture of a camera's latest alert, or one that was asked for.</summary>
    internal sealed record Picture(string Site, string Device, string Camera, ReadOnlyMemory<byte> Jpeg) : Inbound(Site, Device);
}
