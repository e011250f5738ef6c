using Edge.Agent.Health;

namespace Edge.Agent.Station;

/// <summary>
/// Where a station and its camera meet: either may come and go (the station when it is cleared after a fault, the camera with a reload)
/// without the other. Thread safe.
/// </summary>
internal sealed class StationCameras
{
    private readonly Lock _gate = new();
    private InspectionStation? _station;
    private (PartPictures Pictures, CameraMetrics Metrics, ProgressBeat Beat)? _camera;

    /// <summary>The station at work; null while there is none.</summary>
    public InspectionStation? Station => Volatile.Read(ref _station);

    /// <summary>Another station works, or none.</summary>
    /// <returns>The one before.</returns>
    public InspectionStation? Serve(InspectionStation? station)
    {
        lock (_gate)
        {
            InspectionStation? before = _station;
            Volatile.Write(ref _station, station);
            if (station is not null && _camera is { } camera)
                station.Attach(camera.Pictures, camera.Metrics, camera.Beat);
            return before;
        }
    }

    /// <summary>A camera is there.</summary>
    public void Attach(PartPictures pictures, CameraMetrics metrics, ProgressBeat beat)
    {
        lock (_gate)
        {
            _camera = (pictures, metrics, beat);
            _station?.Attach(pictures, metrics, beat);
        }
    }

    /// <summary>A camera goes.</summary>
    public void Detach(PartPictures pictures)
    {
        lock (_gate)
        {
            if (ReferenceEquals(_camera?.Pictures, pictures))
                _camera = null;
            _station?.Detach(pictures);
        }
    }
}
