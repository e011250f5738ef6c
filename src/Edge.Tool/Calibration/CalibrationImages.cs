using Edge.Domain.Frames;
using Edge.Vision.Images;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Tool.Calibration;

/// <summary>
/// Pictures of a folder as a model's inputs, through the agent's own decoding and preprocessing. They are read anew for each pass,
/// so that thousands need no more memory than one.
/// </summary>
internal sealed class CalibrationImages : ICalibrationSet
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png"];
    private readonly InputSpec _input;
    private readonly string _inputName;

    private CalibrationImages(IReadOnlyList<string> files, InputSpec input, string inputName)
    {
        Files = files;
        _input = input;
        _inputName = inputName;
    }

    /// <summary>The pictures' paths, by name.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>Finds the pictures.</summary>
    /// <param name="folder">A folder of pictures, or one with a folder <c>images</c> in it.</param>
    /// <param name="count">Most pictures: the first by name.</param>
    /// <param name="input">How they are fed.</param>
    /// <param name="inputName">The graph's input.</param>
    /// <exception cref="ModelRefusedException">There is no such folder, or no picture in it; or the model takes no floats.</exception>
    public static CalibrationImages Open(string folder, int count, InputSpec input, string inputName)
    {
        if (input.Type is not (TensorType.Float32 or TensorType.UInt8))
            throw new ModelRefusedException($"the model's input is of type {input.Type}; allowed for quantization: Float32, UInt8");
        if (!Directory.Exists(folder))
            throw new ModelRefusedException($"calibration folder '{folder}' does not exist");
        string images = Path.Combine(folder, "images");
        string place = Directory.Exists(images) ? images : folder;
        string[] files = [.. Directory.EnumerateFiles(place)
            .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()))
            .Order(StringComparer.Ordinal)
            .Take(count)];
        return files.Length > 0
            ? new CalibrationImages(files, input, inputName)
            : throw new ModelRefusedException($"calibration folder '{place}' has no picture; allowed: {string.Join(", ", Endings)}");
    }

    /// <inheritdoc/>
    public int Count => Files.Count;

    /// <inheritdoc/>
    public ICalibrationSet Sample(int count)
    {
        if (count >= Files.Count)
            return this;
        string[] some = [.. Enumerable.Range(0, count).Select(i => Files[i * Files.Count / count])];
        return new CalibrationImages(some, _input, _inputName);
    }

    /// <inheritdoc/>
    /// <exception cref="ImageFormatException">A picture is damaged.</exception>
    public IEnumerable<GraphTensor> Inputs()
    {
        using FramePool pool = new();
        using FramePreprocessor preprocessor = new(_input);
        int channels = _input.ElementCount / (_input.Width * _input.Height);
        int[] sizes = _input.Layout == TensorLayout.Nchw ? [1, channels, _input.Height, _input.Width] : [1, _input.Height, _input.Width, channels];
        // Never moves, so that the preprocessor may keep what it knows of the padding.
        float[] floats = GC.AllocateArray<float>(_input.Type == TensorType.Float32 ? _input.ElementCount : 0, pinned: true);
        byte[] bytes = GC.AllocateArray<byte>(_input.Type == TensorType.UInt8 ? _input.ElementCount : 0, pinned: true);
        foreach (string file in Files)
        {
            using Frame frame = ImageCodec.Load(file, pool);
            Write(preprocessor, frame, floats, bytes);
            yield return floats.Length > 0 ? GraphTensor.Of(_inputName, sizes, floats) : GraphTensor.Of(_inputName, sizes, bytes);
        }
    }

    private static unsafe void Write(FramePreprocessor preprocessor, Frame frame, float[] floats, byte[] bytes)
    {
        fixed (float* toFloats = floats)
        fixed (byte* toBytes = bytes)
            preprocessor.Write(frame.View, floats.Length > 0 ? (nint)toFloats : (nint)toBytes);
    }
}
