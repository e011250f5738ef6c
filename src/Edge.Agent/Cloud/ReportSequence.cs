using System.Globalization;
using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Cloud;

/// <summary>
/// Numbers of reports: each larger than any before, over restarts and cuts of power. The disk holds the end of a block that was reserved, so that not every
/// report costs a write; what a restart leaves of a block is passed over. Not thread safe.
/// </summary>
internal sealed class ReportSequence
{
    private const long Block = 1000;
    private readonly string _file;
    private long _next;
    private long _reserved;

    /// <summary>The numbers of the device whose files are in <paramref name="folder"/>.</summary>
    /// <exception cref="EnrolmentException">The file can't be read, or holds no number.</exception>
    public ReportSequence(string folder)
    {
        _file = Path.Combine(folder, "report.sequence");
        _next = _reserved = Read();
    }

    /// <summary>The next number, 1 or more.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    public long Next()
    {
        if (_next == _reserved)
        {
            DurableFile.Write(_file, Encoding.ASCII.GetBytes((_reserved + Block).ToString(CultureInfo.InvariantCulture)), DurableFile.Public);
            _reserved += Block;
        }

        return ++_next;
    }

    private long Read()
    {
        try
        {
            if (!File.Exists(_file))
                return 0;
            return long.TryParse(File.ReadAllText(_file), NumberStyles.None, CultureInfo.InvariantCulture, out long reserved)
                ? reserved
                : throw new EnrolmentException($"'{_file}' holds no number; what the cloud last took of this device is the least that may stand there");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EnrolmentException($"'{_file}' can't be read: {e.Message}", e);
        }
    }
}
