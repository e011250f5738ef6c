namespace Edge.Domain.Inspection;

/// <summary>Why a part could not be judged.</summary>
public enum Doubt
{
    /// <summary>The picture is too dark.</summary>
    Dark,

    /// <summary>Too much of the picture is at the sensor's upper end.</summary>
    BlownOut,

    /// <summary>The picture is out of focus.</summary>
    Blurred,

    /// <summary>The part moved during the exposure, or lies too far from where its template has it.</summary>
    Moved,

    /// <summary>There is no part in the picture, or not the product that is set.</summary>
    NoPart,

    /// <summary>The camera gave no fresh picture in time.</summary>
    NoPicture,

    /// <summary>The verdict came past the deadline, or could not come before it.</summary>
    Late,

    /// <summary>The station ended or was restarted while the part was on its way.</summary>
    Interrupted,

    /// <summary>The station is in fail-safe: its golden parts were judged wrongly, or an output or sensor cannot be relied on.</summary>
    FailSafe,

    /// <summary>A part of the station broke while judging: model, template, memory.</summary>
    Fault,
}
