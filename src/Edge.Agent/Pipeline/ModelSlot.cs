using Edge.Agent.Configuration;
using Edge.Vision.Inference;
using Microsoft.Extensions.Logging;

namespace Edge.Agent.Pipeline;

/// <summary>
/// Holds the model in force. A new one is opened beside it and takes its place only when it is sound;
/// one that is refused leaves the old one untouched. Thread safe.
/// </summary>
internal sealed class ModelSlot : IDisposable
{
    private readonly ILogger _log;
    private readonly Lock _gate = new();
    private ModelSet _current;
    private int _generation = 1;
    private volatile IFrameShadow? _shadow;

    /// <summary>A slot that starts with <paramref name="first"/>, which it owns from now on.</summary>
    public ModelSlot(ModelSet first, ILogger log)
    {
        _current = first;
        _log = log;
    }

    /// <summary>Grows by one with each swap.</summary>
    public int Generation => Volatile.Read(ref _generation);

    /// <summary>What is in force, for people and payloads.</summary>
    public ModelDefinition Definition
    {
        get
        {
            lock (_gate)
                return _current.Detector.Definition;
        }
    }

    /// <summary>The release that the model in force came with; empty for none.</summary>
    public string ReleaseSha256
    {
        get
        {
            lock (_gate)
                return _current.ReleaseSha256;
        }
    }

    /// <summary>A candidate that runs beside the model in force; null for none.</summary>
    public IFrameShadow? Shadow
    {
        get => _shadow;
        set => _shadow = value;
    }

    /// <summary>Puts <paramref name="next"/> in force; pipelines pick it up before their next frame.</summary>
    public void Swap(ModelSet next)
    {
        ModelSet old;
        lock (_gate)
        {
            old = _current;
            _current = next;
            Volatile.Write(ref _generation, _generation + 1);
        }

        _log.LogInformation("Model {Name} {Digest} is in force", next.Detector.Definition.Name, next.Detector.Definition.Digest[..12]);
        old.Release();
    }

    /// <summary>The models in force, for the caller to release, and their <see cref="Generation"/>.</summary>
    public ModelSet Hold(out int generation)
    {
        lock (_gate)
        {
            _current.Retain();
            generation = _generation;
            return _current;
        }
    }

    /// <summary>All that one camera needs to judge frames with the model in force.</summary>
    /// <exception cref="ModelRefusedException">A rule names a class that the model does not have.</exception>
    public Judges MakeJudges(CameraSettings camera)
    {
        ModelSet models = Hold(out int generation);
        try
        {
            RuleResolution resolution = RuleResolver.Resolve(new EdgeSettings { Cameras = [camera] }, models.Detector.Definition.Labels);
            if (!resolution.IsValid)
                throw new ModelRefusedException(string.Join("; ", resolution.Faults));
            return new Judges(generation, models, camera, resolution.RulesByCamera[camera.Id]);
        }
        catch
        {
            models.Release();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _current.Release();
}
