using System.Collections.Immutable;
using Edge.Agent.Configuration;
using Edge.Agent.Examples;
using Edge.Agent.Rules;
using Edge.Contracts.Messages;
using Edge.Domain.Rules;
using Edge.Vision.Classification;
using Edge.Vision.Inference;
using Edge.Vision.Tracking;

namespace Edge.Agent.Pipeline;

/// <summary>What judges one camera's frames under one model: detector, tracker, second-stage classifier, rules. Used by one thread.</summary>
internal sealed class Judges : IDisposable
{
    private readonly ModelSet _models;

    /// <summary>Judges for <paramref name="camera"/>; takes over the caller's hold on <paramref name="models"/>.</summary>
    public Judges(int generation, ModelSet models, CameraSettings camera, ImmutableArray<Rule> rules)
    {
        Generation = generation;
        _models = models;
        ModelDefinition definition = models.Detector.Definition;
        Detector = models.Detector.CreateDetector();
        Classifier = models.Classifier is { } classifier ? new TrackClassifier(classifier.CreateClassifier()) : null;
        Tracker = new MultiObjectTracker(new TrackerOptions
        {
            HighScore = camera.Tracking.HighScore,
            LowScore = camera.Tracking.LowScore,
            ConfirmHits = camera.Tracking.ConfirmHits,
            KeepLost = camera.Tracking.KeepLost,
            Groups = ClassGroups.FromLabels(definition.Labels),
        });
        Rules = new RuleEngine(rules);
        Model = definition;
        Margins = new ScoreMargins(rules, definition);
        Subject = new AlertSubject(new AlertModel(definition.Name, definition.Version, "sha256:" + definition.Digest), definition.Labels, Classifier?.Labels ?? []);
    }

    /// <summary>Of the slot that made it: another one is stale.</summary>
    public int Generation { get; }

    /// <summary>Frames to detections.</summary>
    public Detector Detector { get; }

    /// <summary>Detections to tracks.</summary>
    public MultiObjectTracker Tracker { get; }

    /// <summary>Kinds of tracks; null without a second-stage model.</summary>
    public TrackClassifier? Classifier { get; }

    /// <summary>Tracks to events.</summary>
    public RuleEngine Rules { get; }

    /// <summary>The detector's model.</summary>
    public ModelDefinition Model { get; }

    /// <summary>How close scores come to what decides.</summary>
    public ScoreMargins Margins { get; }

    /// <summary>What alerts say of the model.</summary>
    public AlertSubject Subject { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Detector.Dispose();
        Classifier?.Dispose();
        _models.Release();
    }
}
