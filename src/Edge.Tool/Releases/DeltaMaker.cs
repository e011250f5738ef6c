using System.ComponentModel;
using System.Diagnostics;
using Edge.Contracts.Updates.Deltas;
using Microsoft.Win32.SafeHandles;

namespace Edge.Tool.Releases;

/// <summary>Makes deltas with xdelta3, and tries each with the decoder of the devices before it is signed.</summary>
internal static class DeltaMaker
{
    /// <summary>A delta that saves less than a third is not worth the room.</summary>
    public const double LargestShare = 0.67;

    private const long SmallestSourceBuffer = 64L << 20;
    private const long LargestSourceBuffer = 1L << 30;

    /// <summary>Makes one.</summary>
    /// <param name="old">The file that devices have.</param>
    /// <param name="target">The file that they are to have.</param>
    /// <param name="delta">Where it goes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Null when it is there and worth it; otherwise why not.</returns>
    public static async Task<string?> MakeAsync(string old, string target, string delta, CancellationToken cancellation)
    {
        // The encoder looks for what is alike only within its buffer: all of the old file, rounded up to a power of two.
        long size = new FileInfo(old).Length;
        long buffer = SmallestSourceBuffer;
        while (buffer < size && buffer < LargestSourceBuffer)
            buffer *= 2;
        try
        {
            using Process encoder = Process.Start(new ProcessStartInfo(
                "xdelta3", ["-e", "-f", "-q", "-9", "-S", "none", "-A=", "-n", "-B", $"{buffer}", "-s", old, target, delta])
            { RedirectStandardError = true })!;
            string errors = await encoder.StandardError.ReadToEndAsync(cancellation);
            await encoder.WaitForExitAsync(cancellation);
            if (encoder.ExitCode != 0)
                return $"xdelta3 ended with {encoder.ExitCode}: {errors.Trim()}";
        }
        catch (Win32Exception)
        {
            return "xdelta3 is not installed (apt-get install xdelta3)";
        }

        long made = new FileInfo(delta).Length;
        long whole = new FileInfo(target).Length;
        if (made > whole * LargestShare)
            return $"it would have {made} of {whole} bytes";
        Try(old, target, delta);
        return null;
    }

    private static void Try(string old, string target, string delta)
    {
        string made = delta + ".tried";
        try
        {
            using FileStream content = File.OpenRead(delta);
            using SafeFileHandle source = File.OpenHandle(old);
            using FileStream result = new(made, FileMode.Create, FileAccess.ReadWrite);
            VcdiffDecoder.Decode(content, source, result.SafeFileHandle, new VcdiffLimits(new FileInfo(target).Length));
            result.Position = 0;
            if (FileHash.Of(result) != FileHash.Of(target))
                throw new ReleaseException($"the delta from '{old}' does not make '{target}'; this is a fault of the encoder or of the decoder, please report it");
        }
        catch (DeltaRefusedException e)
        {
            throw new ReleaseException($"devices would refuse the delta from '{old}': {e.Message}", e);
        }
        finally
        {
            File.Delete(made);
        }
    }
}
