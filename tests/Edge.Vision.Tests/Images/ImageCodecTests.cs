using System.Buffers.Binary;
using Edge.Domain.Frames;
using Edge.Domain.Geometry;
using Edge.Vision.Images;

namespace Edge.Vision.Tests.Images;

public sealed class ImageCodecTests : IDisposable
{
    private readonly FramePool _pool = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-images-").FullName;

    // A red picture, 2 by 1.
    private static readonly byte[] RedPng = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGP4z8AARAAI/gH/xp559wAAAABJRU5ErkJggg==");

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void EncodeJpeg_DecodedAgain_KeepsSizeAndColours()
    {
        using Frame picture = Split(97, 41);

        byte[] jpeg = ImageCodec.EncodeJpeg(picture.View, 95);
        using Frame decoded = ImageCodec.Decode(jpeg, _pool, "test");

        Assert.Equal(new SizePx(97, 41), decoded.Size);
        AssertNear(decoded, 10, 20, blue: 255, green: 0, red: 0);
        AssertNear(decoded, 90, 20, blue: 0, green: 0, red: 255);
    }

    [Fact]
    public void EncodeJpeg_LowerQuality_IsSmaller()
    {
        using Frame picture = _pool.Rent(200, 200);
        new Random(1).NextBytes(picture.View.Row(0));
        for (int y = 1; y < 200; y++)
            new Random(y).NextBytes(picture.View.Row(y));

        Assert.True(ImageCodec.EncodeJpeg(picture.View, 20).Length < ImageCodec.EncodeJpeg(picture.View, 90).Length / 2);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void EncodeJpeg_QualityOutOfRange_Refused(int quality)
    {
        using Frame picture = Split(8, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageCodec.EncodeJpeg(picture.View, quality));
    }

    [Fact]
    public void Load_JpegFile_GivesItsPixels()
    {
        string path = Path.Combine(_folder, "split.jpg");
        using (Frame picture = Split(64, 48))
            File.WriteAllBytes(path, ImageCodec.EncodeJpeg(picture.View, 95));

        using Frame loaded = ImageCodec.Load(path, _pool);

        Assert.Equal(new SizePx(64, 48), loaded.Size);
        AssertNear(loaded, 5, 5, blue: 255, green: 0, red: 0);
    }

    [Fact]
    public void Load_MissingFile_SaysWhich()
    {
        string path = Path.Combine(_folder, "absent.jpg");
        Assert.Contains("absent.jpg", Assert.Throws<FileNotFoundException>(() => ImageCodec.Load(path, _pool)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    [InlineData(0.999)]
    public void Decode_JpegCutAnywhere_SaysTruncated(double kept)
    {
        using Frame picture = Split(320, 240);
        byte[] jpeg = ImageCodec.EncodeJpeg(picture.View, 90);

        ImageFormatException error = Assert.Throws<ImageFormatException>(
            () => ImageCodec.Decode(jpeg.AsSpan(0, (int)(jpeg.Length * kept)), _pool, "gate.jpg"));

        Assert.StartsWith("gate.jpg: truncated JPEG", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, _pool.Outstanding);
    }

    [Fact]
    public void Decode_Png_GivesItsPixels()
    {
        using Frame decoded = ImageCodec.Decode(RedPng, _pool, "x");
        Assert.Equal(new byte[] { 0, 0, 255, 0, 0, 255 }, decoded.View.Row(0).ToArray());
    }

    [Fact]
    public void Decode_PngCut_SaysTruncated() =>
        Assert.StartsWith("x: truncated PNG", Refused(RedPng.AsSpan(0, RedPng.Length - 9)), StringComparison.Ordinal);

    [Fact]
    public void Decode_Text_SaysNotAnImage() =>
        Assert.Contains("not a JPEG or PNG image", Refused("<html>401</html>"u8), StringComparison.Ordinal);

    [Fact]
    public void Decode_Empty_SaysEmpty() => Assert.Contains("empty", Refused([]), StringComparison.Ordinal);

    [Fact]
    public void Decode_JpegOfGarbageSegments_Refused()
    {
        byte[] garbage = new byte[4096];
        new Random(7).NextBytes(garbage);
        garbage[0] = 0xFF;
        garbage[1] = 0xD8;
        Assert.Contains("JPEG", Refused(garbage), StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_PngThatClaimsGigapixels_RefusedBeforeDecoding()
    {
        byte[] bomb = [.. RedPng];
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(16), 60_000);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(20), 60_000);
        string message = Refused(bomb);
        Assert.Contains("60000x60000", message, StringComparison.Ordinal);
        Assert.Contains("at most 50000000 pixels", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_MoreBytesThanAllowed_Refused() =>
        Assert.Contains("at most 10 are allowed", Assert.Throws<ImageFormatException>(
            () => ImageCodec.Decode(RedPng, _pool, "x", new ImageLimits(10, 100))).Message, StringComparison.Ordinal);

    [Fact]
    public void Decode_SizeAtTheLimit_Allowed()
    {
        using Frame picture = Split(30, 20);
        byte[] jpeg = ImageCodec.EncodeJpeg(picture.View, 90);
        using Frame decoded = ImageCodec.Decode(jpeg, _pool, "x", new ImageLimits(jpeg.Length, 600));
        Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(jpeg, _pool, "x", new ImageLimits(jpeg.Length, 599)));
    }

    [Fact]
    public void Resize_Half_TakesTheMean()
    {
        using Frame picture = _pool.Rent(4, 2);
        for (int y = 0; y < 2; y++)
        {
            for (int x = 0; x < 4; x++)
                picture.View.Row(y).Slice(x * 3, 3).Fill((byte)(x % 2 == 0 ? 0 : 200));
        }

        using Frame half = ImageCodec.Resize(picture.View, new SizePx(2, 1), _pool);

        Assert.Equal(new byte[] { 100, 100, 100, 100, 100, 100 }, half.View.Row(0).ToArray());
    }

    [Theory]
    [InlineData(1920, 1080, 320, 320, 180)]
    [InlineData(200, 100, 320, 200, 100)]
    [InlineData(1000, 1, 10, 10, 1)]
    public void ThumbnailSize_KeepsProportions_NeverEnlarges(int width, int height, int asked, int expectedWidth, int expectedHeight) =>
        Assert.Equal(new SizePx(expectedWidth, expectedHeight), ImageCodec.ThumbnailSize(new(width, height), asked));

    private string Refused(ReadOnlySpan<byte> bytes)
    {
        byte[] copy = bytes.ToArray();
        string message = Assert.Throws<ImageFormatException>(() => ImageCodec.Decode(copy, _pool, "x")).Message;
        Assert.Equal(0, _pool.Outstanding);
        return message;
    }

    // Left half blue, right half red.
    private Frame Split(int width, int height)
    {
        Frame frame = _pool.Rent(width, height);
        for (int y = 0; y < height; y++)
        {
            Span<byte> row = frame.View.Row(y);
            row.Clear();
            for (int x = 0; x < width; x++)
                row[(x * 3) + (x < width / 2 ? 0 : 2)] = 255;
        }

        return frame;
    }

    private static void AssertNear(Frame frame, int x, int y, int blue, int green, int red)
    {
        Span<byte> pixel = frame.View.Row(y).Slice(x * 3, 3);
        Assert.InRange(Math.Abs(pixel[0] - blue), 0, 12);
        Assert.InRange(Math.Abs(pixel[1] - green), 0, 12);
        Assert.InRange(Math.Abs(pixel[2] - red), 0, 12);
    }
}
