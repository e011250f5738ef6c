#nullable enable

namespace OpenCvSharp;

/// <summary>One parameter of an image encoder.</summary>
public record ImageEncodingParam
{
    /// <summary>Which one.</summary>
    public ImwriteFlags EncodingId { get; }

    /// <summary>Its value.</summary>
    public int Value { get; }

    /// <summary>A parameter.</summary>
    public ImageEncodingParam(ImwriteFlags id, int value)
    {
        EncodingId = id;
        Value = value;
    }
}
