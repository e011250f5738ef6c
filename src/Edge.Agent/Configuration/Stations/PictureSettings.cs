namespace Edge.Agent.Configuration.Stations;

/// <summary>What a picture must be to be judged at all.</summary>
public sealed record PictureSettings
{
    /// <summary>Least mean brightness, 0 to 255.</summary>
    public float MinimumBrightness { get; init; } = 20;

    /// <summary>Largest part of the picture that may be at the sensor's upper end, 0 to 1; 1 allows all (line art, back light).</summary>
    public float MaximumBlownOut { get; init; } = 0.5f;

    /// <summary>Least sharpness, as part of the template's (or, without one, of the measure's own scale), 0 to 1; 0 allows any.</summary>
    public float MinimumSharpness { get; init; } = 0.5f;

    /// <summary>Least agreement with the template, 0 to 1; below it there is no part, or another product.</summary>
    public float MinimumAgreement { get; init; } = 0.5f;
}
