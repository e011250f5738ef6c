using System.Text;
using Edge.Agent.Updates;
using Edge.Agent.Updates.Tuf;

namespace Edge.Agent.Tests.Updates.Tuf;

public sealed class RepositoryFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("edge-repository-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("../secret")]
    [InlineData("..%2Fsecret")]
    [InlineData("a/../../secret")]
    [InlineData("a%2F..%2F..%2Fsecret")]
    [InlineData("/etc/passwd")]
    [InlineData("%2Fetc%2Fpasswd")]
    [InlineData("..")]
    [InlineData("a%00")]
    [InlineData("")]
    public async Task Open_PathOutOfTheFolder_ThereIsNone(string path)
    {
        string stick = Path.Combine(_folder, "stick");
        Directory.CreateDirectory(stick);
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret"), "secret");
        Assert.Null(await new FolderRepositoryFiles(stick).OpenAsync(path, 0, default));
    }

    [Fact]
    public async Task Open_EscapedName_IsTheFileOfThatName()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "a b#.txt"), "0123456789");
        using RepositoryFile file = (await new FolderRepositoryFiles(_folder).OpenAsync("a%20b%23.txt", 4, default))!;
        Assert.Equal(4, file.Offset);
        using StreamReader reader = new(file.Content, Encoding.ASCII);
        Assert.Equal("456789", await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task Open_LinkOutOfTheFolder_Refuses()
    {
        string stick = Path.Combine(_folder, "stick");
        Directory.CreateDirectory(stick);
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret"), "secret");
        File.CreateSymbolicLink(Path.Combine(stick, "timestamp.json"), Path.Combine(_folder, "secret"));
        Directory.CreateSymbolicLink(Path.Combine(stick, "folder"), _folder);
        FolderRepositoryFiles files = new(stick);
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => files.OpenAsync("timestamp.json", 0, default));
        await Assert.ThrowsAsync<ReleaseUnavailableException>(() => files.OpenAsync("folder/secret", 0, default));
    }

    [Fact]
    public async Task Open_PipeOrEmptyFile_HasNothingAndDoesNotWait()
    {
        using System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(_folder, "pipe"));
        await made.WaitForExitAsync();
        using RepositoryFile file = (await new FolderRepositoryFiles(_folder).OpenAsync("pipe", 0, default))!;
        Assert.Equal(0, await file.Content.ReadAsync(new byte[1]));
    }
}
