namespace Edge.Tool.Calibration;

/// <summary>Tells how far long work is.</summary>
/// <param name="what">What is being done.</param>
/// <param name="done">Steps done.</param>
/// <param name="total">All steps.</param>
internal delegate void StepReport(string what, int done, int total);
