using Edge.Contracts.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Packs.Catalogue;

/// <summary>Brings a public model and packs it: 1. the file, from disk or network, 2. its hash, 3. the pack, opened in a child process first.</summary>
internal sealed class ModelPuller(FileDownloader downloader)
{
    /// <summary>Pulls.</summary>
    /// <exception cref="DownloadException">It does not come, or is another file.</exception>
    /// <exception cref="ModelRefusedException">The model can't be used.</exception>
    public async Task<Pack> PullAsync(PullRequest request, IProgress<long> progress, CancellationToken cancellationToken)
    {
        string path = request.LocalPath ?? request.Pack.OutPath + ".onnx";
        if (request.LocalPath is not null)
            await CheckLocalAsync(request, cancellationToken);
        else
            await downloader.DownloadAsync(request.Files.FirstOrDefault(file => file.Url is not null) ?? request.Files[0], path, progress, cancellationToken);
        try
        {
            return await PackMaker.MakeAsync(request.Pack with { ModelPath = path }, cancellationToken);
        }
        finally
        {
            if (request.LocalPath is null)
                File.Delete(path);
        }
    }

    private static async Task CheckLocalAsync(PullRequest request, CancellationToken cancellationToken)
    {
        string actual = await FileDownloader.HashAsync(request.LocalPath!, cancellationToken);
        if (request.Files.All(file => file.Sha256 != actual))
            throw new DownloadException($"'{request.LocalPath}' has SHA-256 {actual}; allowed: {string.Join(", ", request.Files.Select(file => file.Sha256))}");
    }
}
