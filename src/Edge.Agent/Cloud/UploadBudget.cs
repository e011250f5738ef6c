using System.Globalization;
using System.Text;
using Edge.Agent.Outbox;

namespace Edge.Agent.Cloud;

/// <summary>How many bytes may still be uploaded today (UTC): a link that is paid by the byte must not be spent by a cloud's curiosity. Kept over restarts. Thread safe.</summary>
internal sealed class UploadBudget(string file, long bytesPerDay, TimeProvider time)
{
    private readonly Lock _gate = new();
    private (DateOnly Day, long Spent)? _state;

    /// <summary>Bytes left today.</summary>
    public long Left
    {
        get
        {
            lock (_gate)
                return Math.Max(0, bytesPerDay - Today().Spent);
        }
    }

    /// <summary>Takes <paramref name="bytes"/> of what is left; on disk when this returns.</summary>
    /// <returns>False, and nothing taken, where less is left.</returns>
    public bool TryTake(long bytes)
    {
        lock (_gate)
        {
            (DateOnly day, long spent) = Today();
            if (bytes > bytesPerDay - spent)
                return false;
            _state = (day, spent + bytes);
            DurableFile.Write(file, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd} {spent + bytes}")), DurableFile.Public);
            return true;
        }
    }

    private (DateOnly Day, long Spent) Today()
    {
        _state ??= Read();
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        // A clock that is set back gives nothing back: else whoever sets it has no budget.
        if (today > _state.Value.Day)
            _state = (today, 0);
        return _state.Value;
    }

    private (DateOnly Day, long Spent) Read()
    {
        try
        {
            string[] parts = File.Exists(file) ? File.ReadAllText(file).Split(' ') : [];
            if (parts.Length == 2
                && DateOnly.TryParseExact(parts[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out long spent))
                return (day, spent);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not to be read: what was spent is not known, and a day's budget is the most that it can cost.
        }

        return (DateOnly.MinValue, 0);
    }
}
