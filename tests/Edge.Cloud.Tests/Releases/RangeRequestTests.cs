using Edge.Cloud.Releases;

namespace Edge.Cloud.Tests.Releases;

/// <summary>RFC 9110, section 14.</summary>
public sealed class RangeRequestTests
{
    [Theory]
    [InlineData(null, 200, 0, 100)]
    [InlineData("", 200, 0, 100)]
    [InlineData("bytes=0-9", 206, 0, 10)]
    [InlineData("bytes=90-", 206, 90, 10)]
    [InlineData("bytes=-5", 206, 95, 5)]
    [InlineData("bytes=-500", 206, 0, 100)]
    [InlineData("bytes=95-1000", 206, 95, 5)]
    [InlineData("bytes=99-99", 206, 99, 1)]
    [InlineData("bytes=0-9223372036854775807", 206, 0, 100)]
    [InlineData("bytes=100-", 416, 0, 0)]
    [InlineData("bytes=-0", 416, 0, 0)]
    [InlineData("bytes=0-1,5-6", 200, 0, 100)]
    [InlineData("lines=1-2", 200, 0, 100)]
    [InlineData("bytes=9-3", 200, 0, 100)]
    [InlineData("bytes=99999999999999999999-", 200, 0, 100)]
    [InlineData("rubbish", 200, 0, 100)]
    public void Read_OfAFileOf100_GivesThePart(string? range, int status, long offset, long length) =>
        Assert.Equal(new RangeRequest(offset, length, status), RangeRequest.Read(range, null, "\"tag\"", 100));

    [Fact]
    public void Read_ForOtherContent_GivesTheWhole()
    {
        Assert.Equal(206, RangeRequest.Read("bytes=1-2", "\"tag\"", "\"tag\"", 100).Status);
        Assert.Equal(200, RangeRequest.Read("bytes=1-2", "\"other\"", "\"tag\"", 100).Status);
    }

    [Fact]
    public void Read_OfAnEmptyFile_GivesNoPart()
    {
        Assert.Equal(416, RangeRequest.Read("bytes=0-", null, "\"tag\"", 0).Status);
        Assert.Equal(new RangeRequest(0, 0, 200), RangeRequest.Read(null, null, "\"tag\"", 0));
    }
}
