using Edge.Agent.Configuration;
using Edge.Agent.Health;
using Edge.Domain.Frames;

namespace Edge.Agent.Pipeline;

/// <summary>What a camera's frames are used for: watching, or a station's parts. Owns its capture.</summary>
internal interface ICameraUse : IRestartable, IAsyncDisposable
{
    /// <summary>Which camera.</summary>
    CameraSettings Camera { get; }

    /// <summary>Completes when a recorded source is at its end and every frame of it was used; never for live ones.</summary>
    Task Completed { get; }

    /// <summary>Starts capture and use. Call it once.</summary>
    void Start();

    /// <summary>Asks for the next frame as a picture: <paramref name="taker"/> gets a look at it, once, on the use's thread.</summary>
    void RequestSnapshot(Action<Frame> taker);
}
