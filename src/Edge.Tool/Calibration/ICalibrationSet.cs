using Edge.Vision.Inference;

namespace Edge.Tool.Calibration;

/// <summary>Inputs like those that a model will see.</summary>
internal interface ICalibrationSet
{
    /// <summary>How many there are.</summary>
    int Count { get; }

    /// <summary>The inputs, always the same and in the same order; each is valid until the next.</summary>
    IEnumerable<GraphTensor> Inputs();

    /// <summary>Fewer of them, at most <paramref name="count"/>, spread evenly.</summary>
    ICalibrationSet Sample(int count);
}
