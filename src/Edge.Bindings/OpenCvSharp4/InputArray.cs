#nullable enable

namespace OpenCvSharp;

/// <summary>A matrix as a function's input.</summary>
public class InputArray : CvObject
{
    internal InputArray(Mat mat)
    {
        ArgumentNullException.ThrowIfNull(mat);
        Mat = mat;
        CvPtr = mat.CvPtr;
    }

    internal Mat Mat { get; }

    /// <summary>Wraps a matrix.</summary>
    public static InputArray Create(Mat mat) => new(mat);

    /// <summary>Wraps a matrix.</summary>
    public static implicit operator InputArray(Mat mat) => Create(mat);
}
