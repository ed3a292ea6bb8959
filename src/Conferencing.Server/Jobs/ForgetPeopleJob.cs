using Conferencing.Server.Data;

namespace Conferencing.Server.Jobs;

/// <summary>Once a day: who was in charge of sessions that are over is no longer found by name. Their dossiers stay as they are.</summary>
internal sealed class ForgetPeopleJob(WriteGate gate, TimeProvider clock)
{
    public const string Name = "forget-people";

    public Task Run(CancellationToken cancel) => gate.WritePlain(connection => PeopleInCharge.ForgetPast(connection, clock.Now(), cancel), cancel);
}
