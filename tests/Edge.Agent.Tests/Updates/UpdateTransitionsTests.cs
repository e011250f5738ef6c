using Edge.Agent.Updates;
using Edge.Contracts.Updates;

namespace Edge.Agent.Tests.Updates;

public sealed class UpdateTransitionsTests
{
    public static TheoryData<UpdatePhase> Phases => [.. Enum.GetValues<UpdatePhase>().Where(phase => phase != UpdatePhase.Waiting)];

    [Theory]
    [MemberData(nameof(Phases))]
    public void Table_EveryPhase_KnowsSuccessAndFailure(UpdatePhase phase)
    {
        Assert.Single(UpdateTransitions.Rows, row => row.From == phase && row.On == UpdateEvent.Succeeded);
        Assert.Single(UpdateTransitions.Rows, row => row.From == phase && row.On == UpdateEvent.Failed);
    }

    [Fact]
    public void Table_SuccessAllTheWay_EndsAfterCommit()
    {
        List<UpdatePhase> way = [];
        for (UpdatePhase? phase = UpdatePhase.Download; phase is { } now; phase = UpdateTransitions.Next(now, UpdateEvent.Succeeded))
            way.Add(now);
        Assert.Equal(
            [UpdatePhase.Download, UpdatePhase.Verify, UpdatePhase.Stage, UpdatePhase.SelfTest, UpdatePhase.Replay, UpdatePhase.Shadow, UpdatePhase.Activate, UpdatePhase.Probation, UpdatePhase.Commit],
            way);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public void Table_FailureBeforeCommit_GoesBack(UpdatePhase phase)
    {
        UpdatePhase? next = UpdateTransitions.Next(phase, UpdateEvent.Failed);
        Assert.Equal(phase == UpdatePhase.Commit ? UpdatePhase.Commit : UpdatePhase.RollBack, next);
    }

    [Fact]
    public void Next_WhatTheTableHasNot_GoesBack() => Assert.Equal(UpdatePhase.RollBack, UpdateTransitions.Next(UpdatePhase.Waiting, UpdateEvent.Succeeded));

    [Fact]
    public void OnStart_UnknownPhase_GoesBack() => Assert.Equal(UpdatePhase.RollBack, UpdateTransitions.OnStart(null, 1));

    [Theory]
    [InlineData(UpdatePhase.SelfTest, UpdateTransitions.MaximumStartsBeforeSwitch)]
    [InlineData(UpdatePhase.Activate, UpdateTransitions.MaximumStartsAfterSwitch)]
    [InlineData(UpdatePhase.Probation, UpdateTransitions.MaximumStartsAfterSwitch)]
    public void OnStart_FoundTooOften_GoesBack(UpdatePhase phase, int most)
    {
        Assert.Equal(phase, UpdateTransitions.OnStart(phase, most));
        Assert.Equal(UpdatePhase.RollBack, UpdateTransitions.OnStart(phase, most + 1));
    }

    [Theory]
    [InlineData(UpdatePhase.Download)]
    [InlineData(UpdatePhase.Commit)]
    [InlineData(UpdatePhase.RollBack)]
    public void OnStart_PhaseThatCannotLoop_GoesOnHoweverOften(UpdatePhase phase) => Assert.Equal(phase, UpdateTransitions.OnStart(phase, 1000));
}
