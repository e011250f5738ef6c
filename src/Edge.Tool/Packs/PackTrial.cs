using Edge.Contracts.Packs;
using Edge.Vision.Inference;

namespace Edge.Tool.Packs;

/// <summary>Opens a pack in a child process with limits on memory and time, golden vectors and all: as an agent would, before it would.</summary>
internal static class PackTrial
{
    /// <summary>Most memory that opening may take.</summary>
    public const long MemoryBytes = 2L << 30;

    /// <summary>Most time that opening may take.</summary>
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(120);

    /// <summary>Tries the pack or model at <paramref name="path"/>.</summary>
    /// <returns>Digest of what was tried.</returns>
    /// <exception cref="ModelRefusedException">It is refused, or the child dies or hangs.</exception>
    public static Task<string> OpenAsync(string path, ModelOptions options, CancellationToken cancellationToken) =>
        ModelProbe.CheckAsync(SelfProcess.Executable, SelfProcess.Arguments("probe-model"), path, options, MemoryBytes, Time, cancellationToken);

    /// <summary>Tries a pack that is not written yet.</summary>
    /// <exception cref="ModelRefusedException">It is refused, or the child dies or hangs.</exception>
    public static async Task OpenAsync(IReadOnlyDictionary<string, byte[]> files, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("edgectl-").FullName;
        try
        {
            string path = Path.Combine(folder, "trial.pack");
            PackWriter.WriteZip(path, files);
            await OpenAsync(path, new ModelOptions(), cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
