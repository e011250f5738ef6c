using System.Globalization;
using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Messaging.Sparkplug;

/// <summary>
/// The number that ties a death to its birth: one more with every connection, 0 to 255 and again, over restarts too
/// ([tck-id-message-flow-edge-node-birth-publish-will-message-payload-bdSeq]). Kept in a file of its own. Not thread safe.
/// </summary>
internal sealed class BirthDeathSequence(string folder)
{
    private readonly string _file = Path.Combine(folder, "sparkplug-bdseq");
    private int? _last;

    /// <summary>The number of the next connection; on disk before it is given.</summary>
    /// <param name="fault">Why it could not be written, for people; null where it was. The number is right all the same, until the agent ends.</param>
    public byte Next(out string? fault)
    {
        _last = ((_last ?? Read()) + 1) % 256;
        fault = Write((byte)_last);
        return (byte)_last;
    }

    // No file, or one that is not ours: the first session, as for a new device.
    private int Read()
    {
        try
        {
            return byte.TryParse(File.ReadAllText(_file).AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out byte last) ? last : -1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }

    private string? Write(byte number)
    {
        try
        {
            DurableFile.Write(_file, Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), DurableFile.Public);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }
}
