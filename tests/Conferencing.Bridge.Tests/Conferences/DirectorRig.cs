using System.Net;
using Conferencing.Bridge.Conferences;
using Conferencing.Contract;
using Conferencing.Media;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Conferences;

/// <summary>A director under test with a clock that is moved by hand: the test plays the rooms and reads the orders.</summary>
internal sealed class DirectorRig
{
    /// <summary>Connect time of the plans made here, unless a test says otherwise.</summary>
    public static readonly DateTimeOffset Eight = new(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(7));

    public static readonly Guid Conference = new("c0000000-0000-0000-0000-000000000001");

    private long _revision;

    public DirectorRig(params ForgottenCall[] forgotten)
        : this(new DirectorOptions { FirstCall = 100 }, forgotten)
    {
    }

    public DirectorRig(DirectorOptions options, params ForgottenCall[] forgotten)
    {
        Now = Eight - TimeSpan.FromMinutes(10);
        Director = new ConferenceDirector(options, new Random(1), forgotten, Now);
        Drain();
    }

    public ConferenceDirector Director { get; }
    public DateTimeOffset Now { get; private set; }

    /// <summary>Everything the director put out so far.</summary>
    public List<DirectorOutput> Outputs { get; } = [];

    public Dictionary<Guid, ParticipantStatus> Rooms { get; } = [];
    public Dictionary<Guid, LegRecord> Legs { get; } = [];
    public ConferencePhase Phase { get; private set; }
    public List<(TimeSpan At, DirectorOutput.Dial Dial)> Dials { get; } = [];

    public static Guid Room(int number) => new(number, 0, 0, new byte[8]);

    public static ParticipantPlan Wanted(int room, params string[] addresses) => new()
    {
        RoomId = Room(room),
        Name = $"Phòng {room}",
        Addresses = addresses.Length > 0 ? [.. addresses] : [$"sip:room{room}@10.0.0.{room}"],
    };

    /// <summary>Connects at eight, ends at nine, with a revision higher than the one before.</summary>
    public ConferencePlan MakePlan(params ParticipantPlan[] rooms) => new()
    {
        ConferenceId = Conference,
        Revision = ++_revision,
        Title = "Giao ban",
        ConnectAt = Eight,
        StartAt = Eight + TimeSpan.FromMinutes(5),
        EndAt = Eight + TimeSpan.FromHours(1),
        Participants = [.. rooms],
    };

    public static NegotiatedAudio Pcma(bool maySend = true, bool mayReceive = true, int port = 4000) => new()
    {
        RemoteRtp = new IPEndPoint(IPAddress.Parse("10.0.0.1"), port),
        RemoteRtcp = new IPEndPoint(IPAddress.Parse("10.0.0.1"), port + 1),
        Format = AudioFormat.Pcma,
        Accepted = [AudioFormat.Pcma, AudioFormat.Pcmu],
        TelephoneEventPayloadType = 101,
        SendPtimeMs = 20,
        MaySend = maySend,
        MayReceive = mayReceive,
    };

    public static DialogIdentity Dialog(string callId, string? remoteTag = "r") => new()
    {
        CallId = callId,
        LocalTag = "l",
        RemoteTag = remoteTag,
        LocalUri = "sip:bridge@10.0.0.254",
        RemoteUri = "sip:room1@10.0.0.1",
        RemoteTarget = "sip:room1@10.0.0.1:5060",
        LocalSequence = 1,
        InviteBranch = "z9hG4bKx",
        Destination = SipPath.Udp(new IPEndPoint(IPAddress.Parse("10.0.0.1"), 5060)),
    };

    /// <summary>Moves the clock to a time after eight, waking the director exactly when it asks to be.</summary>
    public void AdvanceTo(TimeSpan afterEight) => AdvanceTo(Eight + afterEight);

    public void AdvanceTo(DateTimeOffset moment)
    {
        while (Director.NextDeadline <= moment)
        {
            Now = Director.NextDeadline > Now ? Director.NextDeadline : Now;
            Director.Advance(Now);
            Drain();
        }

        Now = moment;
    }

    public void Do(DirectorInput input)
    {
        Director.Do(input, Now);
        Drain();
    }

    public void Apply(ConferencePlan plan) => Do(new DirectorInput.Plan(plan));

    public void Happen(CallEvent happened) => Do(new DirectorInput.CallHappened(happened));

    public void Happen(MediaEvent happened) => Do(new DirectorInput.MediaHappened(Conference, happened));

    /// <summary>The newest call to a room.</summary>
    public CallHandle CallTo(int room) => Dials.Last(dialled => dialled.Dial.RoomId == Room(room)).Dial.Call;

    public void Answer(int room, NegotiatedAudio? media = null)
    {
        var call = CallTo(room);
        Happen(new CallEvent.IdentityChanged(call, Dialog($"call-{call.Value}")));
        Happen(new CallEvent.Ringing(call));
        Happen(new CallEvent.Answered(call, media ?? Pcma()));
    }

    public void Refuse(int room, CallFailureKind kind = CallFailureKind.Busy, int status = 486, string phrase = "Busy Here") =>
        Happen(new CallEvent.Failed(CallTo(room), new CallFailure(kind, status, phrase)));

    public void End(int room, CallEnd by) => Happen(new CallEvent.Ended(CallTo(room), by, null));

    public ParticipantStatus Status(int room) => Rooms[Room(room)];

    public (LegState State, LegReason Reason) State(int room) => (Status(room).State, Status(room).Reason);

    /// <summary>Orders to the media of one kind, oldest first.</summary>
    public IEnumerable<T> ToldMedia<T>()
        where T : MediaCommand => Outputs.OfType<DirectorOutput.TellMedia>().Select(told => told.Command).OfType<T>();

    public IEnumerable<CallHandle> HangUps =>
        Outputs.OfType<DirectorOutput.Tell>().Select(told => told.Command).OfType<CallCommand.HangUp>().Select(command => command.Call);

    public TimeSpan[] DialTimes(int room) =>
        [.. Dials.Where(dialled => dialled.Dial.RoomId == Room(room)).Select(dialled => dialled.At)];

    private void Drain()
    {
        while (Director.TryPoll(out var output))
        {
            Outputs.Add(output);
            switch (output)
            {
                case DirectorOutput.Participant participant:
                    Rooms[participant.Status.RoomId] = participant.Status;
                    break;
                case DirectorOutput.Evidence evidence:
                    Legs[evidence.Record.LegId] = evidence.Record;
                    break;
                case DirectorOutput.Head head:
                    Phase = head.Phase;
                    break;
                case DirectorOutput.Dial dial:
                    Dials.Add((Now - Eight, dial));
                    break;
            }
        }
    }
}
