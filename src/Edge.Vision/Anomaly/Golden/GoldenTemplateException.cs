namespace Edge.Vision.Anomaly.Golden;

/// <summary>A picture that cannot be a template: too small, or blank. The message says what is allowed.</summary>
/// <param name="message">What is wrong and what is allowed.</param>
public sealed class GoldenTemplateException(string message) : Exception(message);
