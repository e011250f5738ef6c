using System.Security.Cryptography;
using System.Text;

namespace Edge.Agent.Cloud;

/// <summary>When a device renews its certificate. Pure.</summary>
public static class RenewalPolicy
{
    /// <summary>Longest wait between two looks: the clock may be set, and a certificate may be replaced by hand.</summary>
    public static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromHours(1);

    /// <summary>Shortest wait after a try that failed.</summary>
    public static readonly TimeSpan RetryAtFirst = TimeSpan.FromMinutes(1);

    /// <summary>
    /// When the renewal of a certificate is due: from when the cloud wants it, at a moment within an eighth of what is left that depends on the device,
    /// so that a fleet that was enrolled together does not renew together. Where the cloud's wish makes no sense, after two thirds of the life.
    /// </summary>
    /// <param name="notBefore">UTC from when it is valid.</param>
    /// <param name="notAfter">UTC until when.</param>
    /// <param name="wished">UTC from when the cloud wants it renewed.</param>
    /// <param name="device">The device's id.</param>
    public static DateTimeOffset DueAt(DateTimeOffset notBefore, DateTimeOffset notAfter, DateTimeOffset wished, string device)
    {
        DateTimeOffset from = wished > notBefore && wished < notAfter ? wished : notBefore + ((notAfter - notBefore) * (2.0 / 3));
        double spread = BitConverter.ToUInt32(SHA256.HashData(Encoding.UTF8.GetBytes(device))) / (double)uint.MaxValue;
        return from + ((notAfter - from) / 8 * spread);
    }

    /// <summary>How long to wait before the next look.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="due">From <see cref="DueAt"/>.</param>
    /// <param name="notAfter">UTC until when the certificate is valid.</param>
    /// <param name="failures">Tries that failed in a row; 0 or more.</param>
    public static TimeSpan WaitFor(DateTimeOffset now, DateTimeOffset due, DateTimeOffset notAfter, int failures)
    {
        if (failures > 0)
        {
            // More and more rarely, but never so rarely that the end comes by without some tries more.
            TimeSpan step = RetryAtFirst * Math.Pow(2, Math.Min(failures - 1, 10));
            TimeSpan left = notAfter > now ? (notAfter - now) / 8 : LookAtLeastEvery;
            return Clamp(step < left ? step : left, RetryAtFirst / 60);
        }

        return now >= due ? TimeSpan.Zero : Clamp(due - now, TimeSpan.FromSeconds(1));
    }

    private static TimeSpan Clamp(TimeSpan wait, TimeSpan least) => wait < least ? least : wait > LookAtLeastEvery ? LookAtLeastEvery : wait;
}
