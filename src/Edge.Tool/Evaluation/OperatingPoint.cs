namespace Edge.Tool.Evaluation;

/// <summary>What a detector does when boxes count from one score on.</summary>
/// <param name="Score">That score, 0 to 1.</param>
/// <param name="Hits">Objects found.</param>
/// <param name="FalseAlarms">Detections that found nothing.</param>
/// <param name="Misses">Objects not found.</param>
public readonly record struct OperatingPoint(double Score, int Hits, int FalseAlarms, int Misses)
{
    /// <summary>Share of detections that found something, 0 to 1; 0 where there is no detection.</summary>
    public double Precision => Hits == 0 ? 0 : (double)Hits / (Hits + FalseAlarms);

    /// <summary>Share of objects found, 0 to 1; 0 where there is no object.</summary>
    public double Recall => Hits == 0 ? 0 : (double)Hits / (Hits + Misses);

    /// <summary>2PR / (P + R), 0 to 1.</summary>
    public double FScore => Hits == 0 ? 0 : 2.0 * Hits / ((2.0 * Hits) + FalseAlarms + Misses);
}
