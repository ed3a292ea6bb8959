using System.Globalization;
using System.Net;
using Conferencing.Contract;

namespace Conferencing.Bridge.Conferences;

/// <summary>
/// Conferences made on the fly for load runs: number N, called by the trusted peer, is a conference of its own with nobody planned in it. The
/// server never hears of them.
/// </summary>
internal static class LoadRun
{
    /// <summary>What no identifier made by chance begins with.</summary>
    private const int Mark = 0x10AD10AD;

    private static readonly TimeSpan Length = TimeSpan.FromHours(24);

    public static Guid IdOf(string number)
    {
        Span<byte> value = stackalloc byte[8];
        BitConverter.TryWriteBytes(value, long.Parse(number, CultureInfo.InvariantCulture));
        return new Guid(Mark, 0, 0, value.ToArray());
    }

    public static bool Is(Guid conferenceId)
    {
        Span<byte> bytes = stackalloc byte[16];
        conferenceId.TryWriteBytes(bytes);
        return BitConverter.ToInt32(bytes) == Mark && BitConverter.ToInt32(bytes[4..]) == 0;
    }

    /// <param name="pin">For strangers, who do not learn it.</param>
    public static ConferencePlan Plan(string number, string pin, DateTimeOffset now) => new()
    {
        ConferenceId = IdOf(number),
        Revision = 1,
        Title = $"Load {number}",
        ConnectAt = now,
        StartAt = now,
        EndAt = now + Length,
        EndWarningMinutes = [],
        DialIn = new DialInPlan { Number = number, GuestPin = pin, HostPin = pin, GuestsWaitForChair = false, MaxGuests = int.MaxValue },
        Participants = [],
    };

    /// <summary>The peer as it is set: any port when none is named.</summary>
    public static bool IsTrusted(IPEndPoint? peer, IPEndPoint source) =>
        peer is not null && peer.Address.Equals(source.Address) && (peer.Port == 0 || peer.Port == source.Port);

    /// <summary>Status that is told to nobody.</summary>
    public static bool Hides(DirectorOutput output) => output switch
    {
        DirectorOutput.Head head => Is(head.ConferenceId),
        DirectorOutput.Participant participant => Is(participant.ConferenceId),
        DirectorOutput.Measured measured => Is(measured.ConferenceId),
        DirectorOutput.Evidence evidence => Is(evidence.Record.ConferenceId),
        DirectorOutput.Played played => Is(played.ConferenceId),
        DirectorOutput.Levels levels => Is(levels.Report.ConferenceId),
        DirectorOutput.Forget forget => Is(forget.ConferenceId),
        _ => false,
    };
}
