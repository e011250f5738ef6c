using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>What a user says of a pack's second stage.</summary>
/// <param name="Path">The ONNX file.</param>
/// <param name="Options">Decoder, labels and input.</param>
/// <param name="Margin">Share of the box's longer side that a crop shows more on each side.</param>
/// <param name="Score">Least probability of a kind that is told, 0 to 1.</param>
internal sealed record ClassifierRequest(string Path, ModelOptions Options, float Margin, float Score);
