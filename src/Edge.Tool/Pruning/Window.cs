using Edge.Tool.Onnx;

namespace Edge.Tool.Pruning;

/// <summary>Where the window of a two-dimensional convolution lies for each place of its output.</summary>
internal sealed class Window
{
    private readonly int _height;
    private readonly int _width;
    private readonly int _outputWidth;
    private readonly int[] _kernel;
    private readonly int[] _strides;
    private readonly int[] _dilations;
    private readonly int _top;
    private readonly int _left;

    /// <summary>Of a convolution with these sizes of input and output, in NCHW.</summary>
    public Window(NodeProto node, IReadOnlyList<int> weight, IReadOnlyList<int> input, IReadOnlyList<int> output)
    {
        (_height, _width, _outputWidth) = (input[2], input[3], output[3]);
        _kernel = [weight[2], weight[3]];
        _strides = Two(node.Ints("strides"), 1);
        _dilations = Two(node.Ints("dilations"), 1);
        Positions = output[2] * output[3];
        if (node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER")
        {
            bool isUpper = node.Text("auto_pad", "") == "SAME_UPPER";
            _top = Same(_height, output[2], 0, isUpper);
            _left = Same(_width, output[3], 1, isUpper);
        }
        else
        {
            long[] pads = node.Ints("pads") ?? [0, 0, 0, 0];
            (_top, _left) = ((int)pads[0], (int)pads[1]);
        }
    }

    /// <summary>Places of the output.</summary>
    public int Positions { get; }

    /// <summary>Weights between one input and one output.</summary>
    public int Taps => _kernel[0] * _kernel[1];

    /// <summary>What one tap sees of one channel, at some places of the output; zero in the border.</summary>
    public void Gather(ReadOnlySpan<float> plane, int tap, int[] places, Span<float> row)
    {
        int down = (tap / _kernel[1] * _dilations[0]) - _top;
        int right = (tap % _kernel[1] * _dilations[1]) - _left;
        for (int i = 0; i < places.Length; i++)
        {
            int y = (places[i] / _outputWidth * _strides[0]) + down;
            int x = (places[i] % _outputWidth * _strides[1]) + right;
            row[i] = (uint)y < (uint)_height && (uint)x < (uint)_width ? plane[(y * _width) + x] : 0;
        }
    }

    private static int[] Two(long[]? values, int fallback) => values is { Length: 2 } ? [(int)values[0], (int)values[1]] : [fallback, fallback];

    private int Same(int input, int output, int axis, bool isUpper)
    {
        int total = Math.Max(((output - 1) * _strides[axis]) + ((_kernel[axis] - 1) * _dilations[axis]) + 1 - input, 0);
        return isUpper ? total / 2 : total - (total / 2);
    }
}
