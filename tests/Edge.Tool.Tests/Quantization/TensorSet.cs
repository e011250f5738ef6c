using Edge.Tool.Calibration;
using Edge.Tool.Tests.Onnx;
using Edge.Vision.Inference;

namespace Edge.Tool.Tests.Quantization;

/// <summary>Noise between -1 and 1 as calibration inputs, the same each time.</summary>
internal sealed class TensorSet(int[] sizes, int count, string name = "x") : ICalibrationSet
{
    public int Count => count;

    public IEnumerable<GraphTensor> Inputs()
    {
        int elements = sizes.Aggregate((product, size) => product * size);
        for (int i = 0; i < count; i++)
            yield return GraphTensor.Of(name, sizes, TestGraphs.Noise(elements, 1000 + i));
    }

    public ICalibrationSet Sample(int fewer) => fewer >= count ? this : new TensorSet(sizes, fewer, name);
}
