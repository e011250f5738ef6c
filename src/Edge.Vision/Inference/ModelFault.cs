namespace Edge.Vision.Inference;

/// <summary>What is wrong with a refused model, for programs; the message says where and what is allowed.</summary>
public enum ModelFault
{
    /// <summary>Anything that has no word of its own here.</summary>
    Unusable,

    /// <summary>The pack around it is refused.</summary>
    Pack,

    /// <summary>No ONNX file, or a damaged one.</summary>
    NotOnnx,

    /// <summary>It names another file for its weights.</summary>
    ExternalData,

    /// <summary>Its inputs or outputs are others than its decoder or its manifest says.</summary>
    Shape,

    /// <summary>It does not give the outputs of its golden vectors.</summary>
    Golden,

    /// <summary>The process that tried it died, of memory or a crash.</summary>
    Crash,

    /// <summary>The process that tried it took too long.</summary>
    Timeout,
}
