using Edge.Domain.Frames;
using Edge.Vision.Preprocessing;

namespace Edge.Vision.Tests.Preprocessing;

public sealed unsafe class FramePreprocessorTests : IDisposable
{
    private static readonly float[] Mean = [103.53f, 116.28f, 123.675f];
    private static readonly float[] Scale = [1 / 57.375f, 1 / 57.12f, 1 / 58.395f];
    private readonly FramePool _pool = new();

    public void Dispose() => _pool.Dispose();

    public static TheoryData<InputFit, TensorLayout, TensorType, ColorOrder> EveryKind()
    {
        TheoryData<InputFit, TensorLayout, TensorType, ColorOrder> data = [];
        foreach (InputFit fit in Enum.GetValues<InputFit>())
        {
            foreach (TensorLayout layout in Enum.GetValues<TensorLayout>())
            {
                foreach (TensorType type in Enum.GetValues<TensorType>())
                {
                    foreach (ColorOrder color in Enum.GetValues<ColorOrder>())
                        data.Add(fit, layout, type, color);
                }
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryKind))]
    public void Write_AnyKindAndSize_MatchesAScalarReference(InputFit fit, TensorLayout layout, TensorType type, ColorOrder color)
    {
        bool isBytes = type == TensorType.UInt8;
        InputSpec spec = new()
        {
            Width = 97,
            Height = 61,
            Fit = fit,
            Layout = layout,
            Type = type,
            Color = color,
            Mean = isBytes ? [0, 0, 0] : Mean,
            Scale = isBytes ? [1, 1, 1] : Scale,
        };
        using FramePreprocessor preprocessor = new(spec);
        byte[] input = new byte[spec.SizeBytes];
        foreach ((int width, int height) in new[] { (200, 100), (13, 40), (97, 61), (1, 1), (200, 100) })
        {
            using Frame frame = Noise(width, height);
            // What an earlier frame left must not show.
            Array.Fill(input, (byte)0xEE);
            Letterbox place;
            fixed (byte* pointer = input)
                place = preprocessor.Write(frame.View, (nint)pointer);

            float[] expected = Reference(frame.View, spec, place);
            float tolerance = type switch { TensorType.Float32 => 1e-5f, TensorType.Float16 => 2e-3f, _ => 0 };
            for (int i = 0; i < expected.Length; i++)
                Assert.InRange(Element(input, type, i), expected[i] - tolerance, expected[i] + tolerance);
        }
    }

    [Fact]
    public void Write_SameSizeAgain_AllocatesNothing()
    {
        InputSpec spec = new() { Width = 96, Height = 96 };
        using FramePreprocessor preprocessor = new(spec);
        using Frame frame = Noise(120, 50);
        fixed (byte* input = new byte[spec.SizeBytes])
        {
            preprocessor.Write(frame.View, (nint)input);
            long before = GC.GetAllocatedBytesForCurrentThread();
            preprocessor.Write(frame.View, (nint)input);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Write_LastByteOfMemory_ReadsNotBeyond()
    {
        // The frame ends where its memory ends: every byte behind it is poison that would show.
        const int Width = 7, Height = 3;
        byte[] memory = new byte[(Width * Height * 3) + 64];
        Array.Fill(memory, (byte)255);
        memory.AsSpan(0, Width * Height * 3).Clear();
        InputSpec spec = new() { Width = 28, Height = 12, Fit = InputFit.Stretch };
        using FramePreprocessor preprocessor = new(spec);
        byte[] input = new byte[spec.SizeBytes];
        fixed (byte* pixels = memory, pointer = input)
            preprocessor.Write(new FrameView(pixels, Width, Height, Width * 3), (nint)pointer);

        Assert.All(input, value => Assert.Equal(0, value));
    }

    private static float Element(byte[] input, TensorType type, int index) => type switch
    {
        TensorType.Float32 => BitConverter.ToSingle(input, index * 4),
        TensorType.Float16 => (float)BitConverter.ToHalf(input, index * 2),
        _ => input[index],
    };

    private static float[] Reference(FrameView frame, InputSpec spec, Letterbox place)
    {
        float[] tensor = new float[spec.ElementCount];
        ResampleTable columns = new(place.Width);
        columns.Fill(frame.Width, place.Width);
        byte[] row = new byte[place.Width * 3];
        for (int y = 0; y < spec.Height; y++)
        {
            int line = y - place.Top;
            bool isInside = line >= 0 && line < place.Height;
            if (isInside)
            {
                ResampleTable.Rows(line, frame.Height, place.Height, out int upper, out int lower, out short upperWeight, out short lowerWeight);
                fixed (byte* planes = row)
                    BilinearRow.ResampleScalar(frame.Pixels + (upper * frame.StrideBytes), frame.Pixels + (lower * frame.StrideBytes), upperWeight, lowerWeight, columns, planes, place.Width, 0);
            }

            for (int x = 0; x < spec.Width; x++)
            {
                int column = x - place.Left;
                for (int channel = 0; channel < 3; channel++)
                {
                    int plane = spec.Color == ColorOrder.Bgr ? channel : 2 - channel;
                    byte pixel = isInside && column >= 0 && column < place.Width ? row[(plane * place.Width) + column] : spec.Pad;
                    int index = spec.Layout == TensorLayout.Nchw
                        ? (((channel * spec.Height) + y) * spec.Width) + x
                        : (((y * spec.Width) + x) * 3) + channel;
                    tensor[index] = (pixel - spec.Mean[channel]) * spec.Scale[channel];
                }
            }
        }

        return tensor;
    }

    private Frame Noise(int width, int height)
    {
        Frame frame = _pool.Rent(width, height);
        Random random = new(width);
        for (int y = 0; y < height; y++)
            random.NextBytes(frame.View.Row(y));
        return frame;
    }
}
