using Conferencing.Contract;

namespace Conferencing.Benchmarks.Sip;

/// <summary>Plans for measuring signalling alone.</summary>
internal static class BenchPlans
{
    /// <summary>A plan far in the future whose one room makes this machine a known peer.</summary>
    public static ConferencePlan KnowingLoopback() => new()
    {
        ConferenceId = Guid.NewGuid(),
        Revision = 1,
        Title = "Load",
        ConnectAt = DateTimeOffset.UtcNow.AddHours(2),
        StartAt = DateTimeOffset.UtcNow.AddHours(2),
        EndAt = DateTimeOffset.UtcNow.AddHours(3),
        Participants = [new ParticipantPlan { RoomId = Guid.NewGuid(), Name = "Load", Addresses = ["sip:load@127.0.0.1:9"] }],
    };
}
