using Edge.Cloud.Artifacts;

namespace Edge.Cloud.Tests.Artifacts;

public sealed class ArtifactKeyTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("evidence/gate-1/0199.jpg")]
    [InlineData("releases/targets/ABC_def-1.2")]
    public void Key_OfPlainParts_IsValid(string key) => Assert.True(ArtifactKey.IsValid(key));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("..")]
    [InlineData("a/../b")]
    [InlineData("a/.hidden")]
    [InlineData(".incoming/a")]
    [InlineData("a\\b")]
    [InlineData("a b")]
    [InlineData("a\0b")]
    [InlineData("ä")]
    [InlineData("a%2fb")]
    public void Key_ThatCouldLeaveTheStore_IsNone(string? key) => Assert.False(ArtifactKey.IsValid(key));

    [Fact]
    public void Key_TooLong_IsNone()
    {
        Assert.False(ArtifactKey.IsValid(new string('a', 201)));
        Assert.False(ArtifactKey.IsValid(string.Join('/', Enumerable.Repeat(new string('a', 100), 6))));
    }
}
