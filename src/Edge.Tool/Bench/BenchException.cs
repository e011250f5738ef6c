namespace Edge.Tool.Bench;

/// <summary>A measurement that can't be made, with the reason.</summary>
internal sealed class BenchException : Exception
{
    public BenchException()
    {
    }

    public BenchException(string message)
        : base(message)
    {
    }

    public BenchException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
