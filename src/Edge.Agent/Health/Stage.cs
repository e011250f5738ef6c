namespace Edge.Agent.Health;

/// <summary>The stages of the frame path that are timed.</summary>
public enum Stage
{
    /// <summary>Reading and decoding one frame.</summary>
    Capture,

    /// <summary>Privacy masks and motion gate.</summary>
    Gate,

    /// <summary>Letterbox, colour, normalisation into the input tensor.</summary>
    Preprocess,

    /// <summary>ONNX Runtime.</summary>
    Infer,

    /// <summary>Decoding and suppression.</summary>
    Decode,

    /// <summary>Association, filtering, second-stage classification.</summary>
    Track,

    /// <summary>Rules, alert composition and evidence.</summary>
    Decide,

    /// <summary>From the frame's arrival to the end of <see cref="Decide"/>.</summary>
    EndToEnd,
}
