namespace Edge.Contracts.ShiftReports;

/// <summary>Parts by what was said of them.</summary>
/// <param name="Pass">Within every limit.</param>
/// <param name="Fail">Past a limit.</param>
/// <param name="CannotJudge">Not judged.</param>
public readonly record struct ShiftOutcomes(long Pass, long Fail, long CannotJudge)
{
    /// <summary>All parts.</summary>
    public long Parts => Pass + Fail + CannotJudge;

    /// <summary>Share of all parts that passed, 0 to 1: what can't be judged is no yield. Null without parts.</summary>
    public double? Yield => Parts == 0 ? null : (double)Pass / Parts;
}
