using Edge.Contracts.Packs;
using Edge.Contracts.Updates.Tuf;
using Edge.Tool.Bench;
using Edge.Tool.Evaluation.DataSets;
using Edge.Tool.Packs.Catalogue;
using Edge.Tool.Releases;
using Edge.Vision.Images;
using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>What commands on models, packs and data sets answer to bad files: one line on standard error and the exit status for it.</summary>
internal static class BadInput
{
    /// <summary>Runs <paramref name="command"/> until it ends, or until the first signal.</summary>
    public static async Task<int> GuardAsync(Func<CancellationToken, Task<int>> command)
    {
        using EndSignals signals = new();
        try
        {
            return await command(signals.Token);
        }
        catch (OperationCanceledException) when (signals.Token.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync("edgectl: stopped");
            return ExitStatus.Failed;
        }
        catch (DownloadException e)
        {
            await Console.Error.WriteLineAsync("edgectl: " + e.Message);
            // The network's fault may be gone tomorrow; a wrong file is wrong for good.
            return e.IsTransient || e.InnerException is DownloadException { IsTransient: true } ? ExitStatus.Failed : ExitStatus.BadInput;
        }
        catch (Exception e) when (e is ModelRefusedException or PackRefusedException or PackKeyException or ImageFormatException or CatalogueException or BenchException or DataSetException or ReleaseException or TufRefusedException or TufKeyException or IOException or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync("edgectl: " + e.Message);
            return ExitStatus.BadInput;
        }
    }
}
