using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Says how far a changed model is from the one it was made of, without labels.</summary>
internal interface IDamageMeasure
{
    /// <summary>0 where it gives the same; comparable between models, and near to additive while small.</summary>
    double Of(OnnxModel model);
}
