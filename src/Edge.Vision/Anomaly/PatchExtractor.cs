using Edge.Domain.Frames;
using Edge.Vision.Inference;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Anomaly;

/// <summary>One caller's way from a frame to its patches: own buffers, bound once; allocates nothing per picture. Not thread safe but for <see cref="Cancel"/>.</summary>
internal sealed unsafe class PatchExtractor : IDisposable
{
    private readonly InferenceBinding _binding;
    private readonly FramePreprocessor _preprocessor;
    private readonly NativeBuffer _patches;
    private readonly int _features;

    /// <summary>Prepares for a backbone.</summary>
    public PatchExtractor(VisionModel backbone)
    {
        IReadOnlyList<int> sizes = backbone.Outputs[0].Sizes;
        (_features, Rows, Columns) = (sizes[1], sizes[2], sizes[3]);
        StrideBytes = (_features + 3) & ~3;
        _binding = backbone.Bind(1);
        _preprocessor = new FramePreprocessor(backbone.Definition.Input);
        _patches = new NativeBuffer((long)StrideBytes * Rows * Columns);
    }

    /// <summary>Rows of patches.</summary>
    public int Rows { get; }

    /// <summary>Patches in a row.</summary>
    public int Columns { get; }

    /// <summary>Bytes from one patch to the next; past the features they are 0.</summary>
    public int StrideBytes { get; }

    /// <summary>The patches of the latest picture.</summary>
    public ReadOnlySpan<sbyte> Patches => new((void*)_patches.Address, StrideBytes * Rows * Columns);

    /// <summary>The features of the latest picture as the backbone gave them, plane after plane.</summary>
    public ReadOnlySpan<float> Planes => new(_binding.Outputs[0].Data, _features * Rows * Columns);

    /// <summary>Runs the backbone on a frame.</summary>
    /// <returns>Where the frame lies in the backbone's input.</returns>
    public Letterbox Read(in FrameView frame)
    {
        Letterbox place = _preprocessor.Write(frame, _binding.Input);
        Run();
        return place;
    }

    /// <summary>Runs the backbone on a tensor of its input's size.</summary>
    public void Read(ReadOnlySpan<float> input)
    {
        input.CopyTo(new Span<float>((void*)_binding.Input, input.Length));
        Run();
    }

    /// <summary>Stops the run in progress. Any thread may call it.</summary>
    public void Cancel() => _binding.Cancel();

    /// <summary>Frees the buffers.</summary>
    public void Dispose()
    {
        _binding.Dispose();
        _preprocessor.Dispose();
        _patches.Dispose();
    }

    private void Run()
    {
        _binding.Run();
        PatchFeatures.Quantize(_binding.Outputs[0].Data, _features, Rows * Columns, (sbyte*)_patches.Address, StrideBytes);
    }
}
