namespace Edge.Tool.Fleet.Demo;

/// <summary>The demonstration can't go on: what did not happen, and where its log is.</summary>
internal sealed class DemoException : Exception
{
    public DemoException()
    {
    }

    public DemoException(string message)
        : base(message)
    {
    }

    public DemoException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
