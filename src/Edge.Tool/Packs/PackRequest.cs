using Edge.Contracts.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>What a user says of a pack to be made; null and empty leave it to the model, or to the pack that it comes from.</summary>
internal sealed record PackRequest
{
    /// <summary>The detector, or the classifier where there is no detector; null keeps that of <see cref="FromPath"/>.</summary>
    public string? ModelPath { get; init; }

    /// <summary>A pack whose manifest and other files are taken over.</summary>
    public string? FromPath { get; init; }

    /// <summary>Where it goes: a file called <c>.pack</c> or <c>.zip</c>, or a folder.</summary>
    public required string OutPath { get; init; }

    public string? Name { get; init; }

    public string? Version { get; init; }

    /// <summary>SPDX identifier.</summary>
    public string? Licence { get; init; }

    /// <summary>Decoder, labels and input of the model, and its thresholds.</summary>
    public ModelOptions Model { get; init; } = new();

    /// <summary>The second stage; null for none, or for that of <see cref="FromPath"/>.</summary>
    public ClassifierRequest? Classifier { get; init; }

    /// <summary>The model card.</summary>
    public string? CardPath { get; init; }

    /// <summary>Pictures for golden vectors; none takes a drawn one, or the inputs of <see cref="FromPath"/>.</summary>
    public IReadOnlyList<string> GoldenImages { get; init; } = [];

    public IReadOnlyList<PackAccuracy> Accuracy { get; init; } = [];

    /// <summary>A private key to sign with.</summary>
    public string? KeyPath { get; init; }
}
