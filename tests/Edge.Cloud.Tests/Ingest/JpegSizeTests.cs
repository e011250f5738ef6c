using Edge.Cloud.Ingest;

namespace Edge.Cloud.Tests.Ingest;

public sealed class JpegSizeTests
{
    [Theory]
    [InlineData("FFD8FFE000104A46494600010100000100010000FFC0001108016802800301220002110103110100", 640, 360)] // JFIF, then the frame.
    [InlineData("FFD8FFFFC2000B0800010002010111FF", 2, 1)] // A fill byte; progressive.
    public void Frame_OfAJpeg_IsRead(string hex, int width, int height) => Assert.Equal(new JpegSize(width, height), JpegSize.Read(Convert.FromHexString(hex)));

    [Theory]
    [InlineData("")]
    [InlineData("89504E470D0A1A0A")]
    [InlineData("FFD8")]
    [InlineData("FFD8FFC0000B")]
    [InlineData("FFD8FFC0000B0800000002010111FF")] // No height.
    [InlineData("FFD8FFE00001FFC0")] // A segment shorter than its own length.
    [InlineData("FFD8FFDA000C")]
    public void Bytes_WithoutAFrame_HaveNoSize(string hex) => Assert.Null(JpegSize.Read(Convert.FromHexString(hex)));
}
