namespace Edge.Tool.Packs.Catalogue;

/// <summary>A catalogue that can't be read, or a name that it doesn't have.</summary>
internal sealed class CatalogueException : Exception
{
    public CatalogueException()
    {
    }

    public CatalogueException(string message)
        : base(message)
    {
    }

    public CatalogueException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
