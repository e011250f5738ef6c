using Edge.Agent.Capture;
using Edge.Agent.Configuration;
using Edge.Vision.Inference;

namespace Edge.Agent.Hosting;

/// <summary>
/// The packs that ship beside the program, and which of them is meant where no model is configured: each drawn scene has the one that knows
/// what is drawn there.
/// </summary>
internal static class ShippedPacks
{
    /// <summary>Finds board defects.</summary>
    public const string Boards = "pcb-inspector";

    /// <summary>Finds the drawn street's people and cars.</summary>
    public const string Street = "street-demo";

    /// <summary>The pack for these cameras: the first one that is drawn decides. Without a drawn one it is <see cref="Street"/>.</summary>
    /// <remarks>
    /// Neither pack knows photographs. For a real camera the street's is the lesser evil: its classes are those that people write rules for,
    /// and it is silent on what it does not know.
    /// </remarks>
    public static string For(IReadOnlyList<CameraSettings> cameras)
    {
        foreach (CameraSettings camera in cameras)
        {
            if (SourceUri.TryParse(camera.Source, out SourceUri? source, out _) && source.Kind == SourceKind.Synthetic)
                return source.Scene == "boards" ? Boards : Street;
        }

        return Street;
    }

    /// <summary>The folder of a pack that ships.</summary>
    /// <exception cref="ModelRefusedException">It is not where it belongs.</exception>
    public static string PathOf(string pack)
    {
        string models = Environment.GetEnvironmentVariable("EDGE_MODELS") is { Length: > 0 } folder ? folder : Path.Combine(AppContext.BaseDirectory, "models");
        string path = Path.Combine(models, pack);
        return Directory.Exists(path)
            ? path
            : throw new ModelRefusedException($"no model is configured and the pack that ships is not at '{path}'; set model.path, or EDGE_MODELS to the folder of packs");
    }
}
