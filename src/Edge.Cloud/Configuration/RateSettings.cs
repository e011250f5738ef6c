namespace Edge.Cloud.Configuration;

/// <summary>Section <c>rates</c>: the most requests that are answered; what is above gets status 429.</summary>
public sealed class RateSettings
{
    /// <summary>Requests a minute of one operator, or of one address that has not signed in. Default: 1200.</summary>
    public int OperatorPerMinute { get; init; } = 1200;

    /// <summary>Attempts to sign in a minute from one address. Default: 10.</summary>
    public int SignInPerMinute { get; init; } = 10;

    /// <summary>Attempts to enrol a minute from one address; a factory may sit behind one. Default: 600.</summary>
    public int EnrolPerMinute { get; init; } = 600;

    /// <summary>Requests a minute of one device. Default: 600.</summary>
    public int DevicePerMinute { get; init; } = 600;
}
