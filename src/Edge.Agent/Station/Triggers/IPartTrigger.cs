namespace Edge.Agent.Station.Triggers;

/// <summary>Tells a station of parts, from when it is made until it is disposed; on threads of its own, one part at a time.</summary>
internal interface IPartTrigger : IDisposable;
