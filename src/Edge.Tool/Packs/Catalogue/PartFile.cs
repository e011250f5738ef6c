using System.Text.Json;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>
/// What is there of a download: <c>FILE.part</c>, and beside it <c>FILE.part.json</c> with which file it is the beginning of.
/// A beginning of something else is thrown away.
/// </summary>
internal sealed class PartFile
{
    private readonly string _recordPath;
    private readonly CatalogueFile _file;
    private string? _validator;

    /// <summary>For a download of <paramref name="file"/> to <paramref name="target"/>.</summary>
    public PartFile(string target, CatalogueFile file)
    {
        Path = target + ".part";
        _recordPath = Path + ".json";
        _file = file;
        if (!Read())
            Delete();
    }

    /// <summary>The bytes so far.</summary>
    public string Path { get; }

    /// <summary>How many.</summary>
    public long LengthBytes => File.Exists(Path) ? new FileInfo(Path).Length : 0;

    /// <summary>The server's mark of the version that the bytes are of (a strong ETag, or a date); null without one, and then nothing can be resumed.</summary>
    public string? Validator => LengthBytes > 0 ? _validator : null;

    /// <summary>Starts over, with bytes of the version marked <paramref name="validator"/>.</summary>
    public void Restart(string? validator)
    {
        File.Delete(Path);
        _validator = validator;
        File.WriteAllText(_recordPath, JsonSerializer.Serialize(new Record(_file.Url!.AbsoluteUri, _file.Sha256, validator)));
    }

    /// <summary>Throws everything away.</summary>
    public void Delete()
    {
        _validator = null;
        File.Delete(Path);
        File.Delete(_recordPath);
    }

    /// <summary>Puts the bytes in their place.</summary>
    public void Finish(string target)
    {
        File.Move(Path, target, overwrite: true);
        File.Delete(_recordPath);
    }

    private bool Read()
    {
        try
        {
            if (!File.Exists(_recordPath) || LengthBytes > _file.SizeBytes)
                return false;
            Record? record = JsonSerializer.Deserialize<Record>(File.ReadAllText(_recordPath));
            _validator = record?.Validator;
            return record is not null && record.Url == _file.Url?.AbsoluteUri && record.Sha256 == _file.Sha256;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private sealed record Record(string Url, string Sha256, string? Validator);
}
