using System.Diagnostics;

namespace Edge.EndToEnd.Tests.Crash;

/// <summary>What is started, cut down and started again, and how its alerts are read.</summary>
internal interface ICrashProgram
{
    /// <summary>How long its lives are, and what a label costs to reach.</summary>
    CrashPace Pace { get; }

    /// <summary>One life, not started yet.</summary>
    ProcessStartInfo Life(CrashLife life);

    /// <summary>Whether a line of its output says that it is at work.</summary>
    bool IsReady(string line);

    /// <summary>The event that an alert tells, from 1; 0 where the script has none at that frame.</summary>
    long EventOf(string camera, long frameSequence);
}
