using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using NodaTime;

namespace Conferencing.Server.Plans;

/// <summary>What a booking wants of the bridge, as a value. What technicians did meanwhile (mute, hang up) is kept.</summary>
internal static class PlanMaker
{
    /// <param name="occurrence">With its briefing, and its rooms with their endpoints.</param>
    /// <param name="connectAt">When rooms are called, after what holds them before.</param>
    /// <param name="present">The newest plan, if there is one.</param>
    /// <param name="recording">What the booking says of recording; what a technician decided since is kept.</param>
    /// <returns>The plan that must be true; the very same revision as <paramref name="present"/> if nothing differs, else the next.</returns>
    public static ConferencePlan Make(OccurrenceRow occurrence, Instant connectAt, ConferencePlan? present, DialInPlan? dialIn, RecordingPlan? recording, ConferenceOptions conference, RedialOptions redial) =>
        Next(present, SecrecyPlan.Keep(new ConferencePlan
        {
            ConferenceId = occurrence.Id,
            Revision = 0,
            Title = occurrence.Title ?? occurrence.Briefing!.Title,
            ConnectAt = connectAt.ToLocal(),
            StartAt = occurrence.Start.ToLocal(),
            EndAt = (occurrence.EndedAt ?? occurrence.End).ToLocal(),
            EndWarningMinutes = Warnings(conference.EndWarningMinutes) ?? [],
            EndWarningSpoken = conference.EndWarningSpoken,
            Encryption = SecrecyPlan.Encryption(occurrence.Briefing!, conference),
            Secrecy = SecrecyPlan.Level(occurrence.Briefing!.Secrecy),
            Dial = new DialPlan
            {
                RingSeconds = conference.RingSeconds,
                FirstIntervalSeconds = redial.FirstIntervalSeconds,
                FirstPeriodSeconds = redial.FirstPeriodSeconds,
                LaterIntervalSeconds = redial.LaterIntervalSeconds,
            },
            DialIn = dialIn,
            Guests = present?.Guests ?? [],
            GuestsMuted = present?.GuestsMuted ?? IsLecture(occurrence),
            Recording = present?.Recording is { Take: > BookedTake } decided ? decided : recording,
            // A secret session takes certified devices only, and no phone of a technician is one.
            Asides = occurrence.Briefing!.Secrecy == Secrecy.Open ? present?.Asides ?? [] : [],
            Participants = WithDeparted([.. Held(occurrence).Select(held => Part(held, occurrence, present))], present),
        }));

    /// <summary>The minutes of a setting, those furthest from the end first; null when it cannot be read.</summary>
    public static ImmutableArray<int>? Warnings(string setting)
    {
        var minutes = ImmutableArray.CreateBuilder<int>();
        foreach (var part in setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var one) || one > LongestWarning) return null;
            if (one > 0) minutes.Add(one);
        }
        return [.. minutes.Distinct().OrderDescending()];
    }

    private const int LongestWarning = 120;

    /// <summary>Rooms that were moved to another session and have not come back keep their places.</summary>
    private static ImmutableArray<ParticipantPlan> WithDeparted(ImmutableArray<ParticipantPlan> rooms, ConferencePlan? present)
    {
        var all = rooms.ToBuilder();
        var here = rooms.Select(room => room.RoomId).ToHashSet();
        foreach (var (index, part) in (present?.Participants ?? []).Index().Where(one => one.Item.Departure is not null && !here.Contains(one.Item.RoomId)))
            all.Insert(Math.Min(index, all.Count), part);
        return all.ToImmutable();
    }

    /// <summary>The take of a recording that nobody but the booking asked for.</summary>
    public const int BookedTake = 1;

    /// <summary>What a booking's wish comes to: recorded from the start on, not while rooms are being called.</summary>
    public static RecordingPlan? Recording(RecordingMode wish, OccurrenceRow occurrence, RecordingOptions options) => wish == RecordingMode.None ? null : new RecordingPlan
    {
        Wanted = true,
        Tracks = wish == RecordingMode.Tracks,
        From = occurrence.Start.ToLocal(),
        Take = BookedTake,
        Announce = options.Announce,
    };

    /// <summary>The next revision, unless <paramref name="wanted"/> says what <paramref name="present"/> says already.</summary>
    public static ConferencePlan Next(ConferencePlan? present, ConferencePlan wanted)
    {
        if (present is null) return wanted with { Revision = 1 };
        return Write(wanted with { Revision = present.Revision }) == Write(present) ? present : wanted with { Revision = present.Revision + 1 };
    }

    public static string Write(ConferencePlan plan) => JsonSerializer.Serialize(plan, ContractJson.Options);

    public static ConferencePlan Read(PlanRow row) => JsonSerializer.Deserialize<ConferencePlan>(row.Json, ContractJson.Options)!;

    /// <summary>One room as it enters a plan, or as it already stands in it.</summary>
    private static ParticipantPlan Part(OccurrenceRoomRow held, OccurrenceRow occurrence, ConferencePlan? present)
    {
        var room = held.Room!;
        var (chairRoomId, startsMuted) = (ChairOf(occurrence), IsLecture(occurrence));
        var before = present?.Participants.FirstOrDefault(part => part.RoomId == room.Id && part.Departure is null);
        return SecrecyPlan.Admit(occurrence, room, before, new ParticipantPlan
        {
            RoomId = room.Id,
            Name = room.Name,
            Addresses = [.. room.Endpoints.OrderBy(endpoint => endpoint.Position).Select(endpoint => endpoint.Address)],
            Role = room.Id == chairRoomId ? ParticipantRole.Chair : ParticipantRole.Member,
            Muted = before?.Muted ?? (startsMuted && room.Id != chairRoomId),
            Wanted = before?.Wanted ?? true,
            Unmutes = before?.Unmutes ?? 0,
            Treatment = new SoundTreatment(
                before is { GainChosen: true } ? before.Treatment.AutomaticGain : room.AutomaticGain,
                before is { GateChosen: true } ? before.Treatment.NoiseGate : room.NoiseGate),
            GainChosen = before is { GainChosen: true },
            GateChosen = before is { GateChosen: true },
            Arrival = before?.Arrival,
            MostKbits = held.Kbits,
        });
    }

    private static bool IsLecture(OccurrenceRow occurrence) => (occurrence.Dossier ?? occurrence.Briefing!.Dossier).Mode == BriefingMode.Lecture;

    private static Guid ChairOf(OccurrenceRow occurrence) => occurrence.ChairRoomId ?? occurrence.Briefing!.ChairRoomId;

    /// <summary>The chair's first, then as booked, then as added.</summary>
    private static IEnumerable<OccurrenceRoomRow> Held(OccurrenceRow occurrence)
    {
        var order = occurrence.Briefing!.Rooms.ToDictionary(room => room.RoomId, room => room.Position);
        return occurrence.Rooms.Where(held => !held.Off)
            .OrderBy(held => held.RoomId == ChairOf(occurrence) ? -1 : order.GetValueOrDefault(held.RoomId, int.MaxValue))
            .ThenBy(held => held.Room!.Name, StringComparer.Ordinal);
    }
}
