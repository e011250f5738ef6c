namespace Edge.Tool.Packs.Catalogue;

/// <summary>A download that ended badly.</summary>
internal sealed class DownloadException : Exception
{
    public DownloadException()
    {
    }

    public DownloadException(string message)
        : base(message)
    {
    }

    public DownloadException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>With whether it is worth another try.</summary>
    public DownloadException(string message, bool isTransient, Exception? innerException = null)
        : base(message, innerException) => IsTransient = isTransient;

    /// <summary>Whether the network was at fault, and not what it brought.</summary>
    public bool IsTransient { get; }
}
