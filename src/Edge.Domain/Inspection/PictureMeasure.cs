namespace Edge.Domain.Inspection;

/// <summary>What can be said of a picture without knowing what it shows. Brightness is luma in grey levels, 0 to 255.</summary>
/// <param name="Mean">Mean brightness.</param>
/// <param name="Darkest">Brightness that one pixel in two thousand is below, noise smoothed away.</param>
/// <param name="Brightest">Brightness that one in two thousand is above.</param>
/// <param name="NearBlack">Share of pixels of 8 and less, 0 to 1.</param>
/// <param name="NearWhite">Share of pixels of 247 and more, 0 to 1.</param>
/// <param name="EdgeWidths">How wide its strongest edges are.</param>
public readonly record struct PictureMeasure(float Mean, float Darkest, float Brightest, float NearBlack, float NearWhite, EdgeWidths EdgeWidths)
{
    /// <summary>Grey levels between the two.</summary>
    public float Contrast => Brightest - Darkest;
}
