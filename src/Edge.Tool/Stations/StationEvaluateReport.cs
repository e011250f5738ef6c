using Edge.Tool.Reports;

namespace Edge.Tool.Stations;

/// <summary>The report on an evaluation of inspection: one HTML file that needs nothing else.</summary>
internal sealed class StationEvaluateReport(string dataName, TrialResult result)
{
    /// <summary>The file's text.</summary>
    public string Create() => ReportPage.Of($"Inspection of {dataName}", "", [("registration", "Registration", $"<p>{Html.Escape(StationEvaluateText.Registration(result))}</p>")]);
}
