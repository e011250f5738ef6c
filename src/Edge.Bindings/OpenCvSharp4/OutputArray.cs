#nullable enable

namespace OpenCvSharp;

/// <summary>A matrix as a function's output.</summary>
public class OutputArray : CvObject
{
    internal OutputArray(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        Mat = mat;
        CvPtr = mat.CvPtr;
    }

    internal Mat Mat { get; }

    /// <summary>Wraps a matrix.</summary>
    public static OutputArray Create(Mat mat) => new(mat);

    /// <summary>Wraps a matrix.</summary>
    public static implicit operator OutputArray(Mat mat) => new(mat);
}
