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
        };
        if (!isBytes)
            spec = spec with { Mean = Mean[..spec.Channels], Scale = Scale[..spec.Channels] };
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

    [Theory]
    [InlineData(ColorOrder.Bgr, 120)]
    [InlineData(ColorOrder.Gray, 120)]
    [InlineData(ColorOrder.Gray, 96)]
    public void Write_SameSizeAgain_AllocatesNothing(ColorOrder color, int side)
    {
        InputSpec spec = new() { Width = 96, Height = 96, Color = color };
        using FramePreprocessor preprocessor = new(spec);
        using Frame frame = Noise(side, side);
        fixed (byte* input = new byte[spec.SizeBytes])
        {
            preprocessor.Write(frame.View, (nint)input);
            long before = GC.GetAllocatedBytesForCurrentThread();
            preprocessor.Write(frame.View, (nint)input);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Theory]
    [InlineData(4)]
    [InlineData(1)]
    public void Write_GreyFrameToGrey_KeepsEveryValue(int factor)
    {
        // Enlarged by nearest whole pixels the corners keep their values; at its own size every pixel does.
        using Frame frame = _pool.Rent(256, 1);
        for (int i = 0; i < 256; i++)
            frame.View.Row(0).Slice(i * 3, 3).Fill((byte)i);
        InputSpec spec = new() { Width = 256 * factor, Height = factor, Color = ColorOrder.Gray, Type = TensorType.UInt8, Fit = InputFit.Stretch };
        using FramePreprocessor preprocessor = new(spec);
        byte[] input = new byte[spec.SizeBytes];
        fixed (byte* pointer = input)
            preprocessor.Write(frame.View, (nint)pointer);

        Assert.Equal(256 * factor * factor, input.Length);
        if (factor == 1)
            Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), input);
        Assert.Equal((0, 255), (input[0], input[^1]));
    }

    [Theory]
    [InlineData(ColorOrder.Bgr)]
    [InlineData(ColorOrder.Gray)]
    public void Write_WrongNumberOfMeans_Refused(ColorOrder color)
    {
        InputSpec spec = new() { Width = 8, Height = 8, Color = color, Mean = [1, 2] };
        Assert.Throws<ArgumentException>(() => new FramePreprocessor(spec));
    }

    [Theory]
    [InlineData(ColorOrder.Bgr, 28, 12)]
    [InlineData(ColorOrder.Gray, 28, 12)]
    [InlineData(ColorOrder.Gray, 7, 3)]
    public void Write_LastByteOfMemory_ReadsNotBeyond(ColorOrder color, int inputWidth, int inputHeight)
    {
        // The frame ends where its memory ends: every byte behind it is poison that would show.
        const int Width = 7, Height = 3;
        byte[] memory = new byte[(Width * Height * 3) + 64];
        Array.Fill(memory, (byte)255);
        memory.AsSpan(0, Width * Height * 3).Clear();
        InputSpec spec = new() { Width = inputWidth, Height = inputHeight, Color = color, Fit = InputFit.Stretch };
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
                for (int channel = 0; channel < spec.Channels; channel++)
                {
                    bool isPicture = isInside && column >= 0 && column < place.Width;
                    byte pixel = isPicture ? Pixel(row, place.Width, column, channel, spec.Color) : spec.Pad;
                    int index = spec.Layout == TensorLayout.Nchw
                        ? (((channel * spec.Height) + y) * spec.Width) + x
                        : (((y * spec.Width) + x) * spec.Channels) + channel;
                    tensor[index] = (pixel - spec.Mean[channel]) * spec.Scale[channel];
                }
            }
        }

        return tensor;
    }

    private static byte Pixel(byte[] row, int width, int column, int channel, ColorOrder color)
    {
        (byte blue, byte green, byte red) = (row[column], row[width + column], row[(2 * width) + column]);
        return color switch
        {
            ColorOrder.Gray => (byte)Math.Floor((((3735 * blue) + (19235 * green) + (9798 * red)) / 32768.0) + 0.5),
            ColorOrder.Bgr => channel switch { 0 => blue, 1 => green, _ => red },
            _ => channel switch { 0 => red, 1 => green, _ => blue },
        };
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
