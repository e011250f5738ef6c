namespace Edge.Tool.Cloud;

/// <summary>The cloud cannot be reached, or did not do what it was asked; the message says which and why.</summary>
/// <param name="message">For people.</param>
/// <param name="isRefusal">Whether the cloud refused what it was asked: asking again will not help.</param>
/// <param name="inner">What lies behind it.</param>
internal sealed class CloudException(string message, bool isRefusal, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the cloud refused what it was asked.</summary>
    public bool IsRefusal { get; } = isRefusal;
}
