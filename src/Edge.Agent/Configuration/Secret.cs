namespace Edge.Agent.Configuration;

/// <summary>A value that is never printed: every formatting of it gives <c>***</c>.</summary>
public readonly struct Secret
{
    private readonly string? _value;

    /// <summary>Wraps <paramref name="value"/>.</summary>
    public Secret(string? value) => _value = value;

    /// <summary>Whether there is a value.</summary>
    public bool IsSet => !string.IsNullOrEmpty(_value);

    /// <summary>The value, for the one place that must send it.</summary>
    public string Reveal() => _value ?? "";

    /// <inheritdoc/>
    public override string ToString() => IsSet ? "***" : "";
}
