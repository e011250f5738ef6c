using System.Text.Json.Serialization;

namespace Edge.Contracts.Receipts;

/// <summary>Why a part could not be judged.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ReceiptDoubt>))]
public enum ReceiptDoubt
{
    /// <summary>The picture is too dark.</summary>
    [JsonStringEnumMemberName("dark")]
    Dark,

    /// <summary>Too much of the picture is at the sensor's upper end.</summary>
    [JsonStringEnumMemberName("blownOut")]
    BlownOut,

    /// <summary>The picture is out of focus.</summary>
    [JsonStringEnumMemberName("blurred")]
    Blurred,

    /// <summary>The part moved, or lies too far from where its template has it.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>There is no part in the picture, or not the product that is set.</summary>
    [JsonStringEnumMemberName("noPart")]
    NoPart,

    /// <summary>The camera gave no fresh picture in time.</summary>
    [JsonStringEnumMemberName("noPicture")]
    NoPicture,

    /// <summary>The verdict came past the deadline, or could not come before it.</summary>
    [JsonStringEnumMemberName("late")]
    Late,

    /// <summary>The station ended or was restarted while the part was on its way.</summary>
    [JsonStringEnumMemberName("interrupted")]
    Interrupted,

    /// <summary>The station is in fail-safe.</summary>
    [JsonStringEnumMemberName("failSafe")]
    FailSafe,

    /// <summary>A part of the station broke while judging.</summary>
    [JsonStringEnumMemberName("fault")]
    Fault,
}
