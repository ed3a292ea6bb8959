using Conferencing.Media;

namespace Conferencing.Tests.Media.Simulation;

/// <summary>
/// A conference, rooms and lines on one virtual clock, all from one seed. Around whatever a test does with it hold the
/// <see cref="ConferenceProperties"/>; <see cref="AssertEverybodyIsHeard"/> checks what they heard more strictly.
/// </summary>
internal sealed class ConferenceSimulation
{
    private const long StepNs = 1_000_000;

    private readonly Random _random;
    private readonly PriorityQueue<(SimulatedRoom Room, byte[] Datagram), long> _inFlight = new();
    private readonly List<SimulatedRoom> _rooms = [];
    private readonly ConferenceProperties _properties;
    private long _nowNs;

    public ConferenceSimulation(int seed, MediaConferenceOptions? options = null)
    {
        _random = new Random(seed);
        options ??= new MediaConferenceOptions();
        Conference = new MediaConference(options, new Random(seed + 1));
        _properties = new ConferenceProperties(options);
    }

    public MediaConference Conference { get; }

    public List<MediaEvent> Events { get; } = [];

    public RecordedSound Recorded { get; } = new();

    public IReadOnlyList<SimulatedRoom> Rooms => _rooms;

    /// <summary>What packets and ticks allocated in steady state; zero, but for what the runtime may need once.</summary>
    public long AllocatedBytes => _properties.AllocatedBytes;

    public Tick Now => new(_nowNs);

    public long NowNs => _nowNs;

    /// <summary>Adds a room with a tone of its own: 300 Hz and up, 110 Hz apart.</summary>
    public SimulatedRoom Add(bool muted = false, int sendPtimeMs = 20, AudioCodec? sendCodec = null, Action<SimulatedRoom>? with = null)
    {
        int number = _rooms.Count + 1;
        sendCodec ??= AudioCodec.Pcma;
        var room = new SimulatedRoom(new LegId(number), 300 + (110 * number), _random)
        {
            Muted = muted,
            Settings = new LegSettings
            {
                SendCodec = sendCodec,
                SendPayloadType = SimulatedRoom.PayloadTypeOf(sendCodec),
                SendPtimeMs = sendPtimeMs,
                Receives = SimulatedRoom.FormatsWith(sendCodec),
                TelephoneEventPayloadType = SimulatedRoom.TelephoneEvent,
                Ssrc = (uint)(1000 + number),
                CanonicalName = $"cầu-{number}",
            },
        };
        with?.Invoke(room);
        _rooms.Add(room);
        Do(new MediaCommand.AddLeg(room.Leg, room.Settings, muted));
        return room;
    }

    public void Remove(SimulatedRoom room)
    {
        Do(new MediaCommand.RemoveLeg(room.Leg));
        _rooms.Remove(room);
    }

    public void SetMuted(SimulatedRoom room, bool muted)
    {
        room.Muted = muted;
        Do(new MediaCommand.SetMuted(room.Leg, muted));
    }

    /// <summary>What the room hears from now on is sent in another way.</summary>
    public void Change(SimulatedRoom room, LegSettings settings)
    {
        Do(new MediaCommand.ChangeLeg(room.Leg, settings));
        room.Settings = settings;
    }

    public void Do(MediaCommand command)
    {
        Conference.Do(command, Now);
        _properties.Did(command, _nowNs);
        Drain();
    }

    /// <summary>Something that a room sends beside its tone, over its line.</summary>
    public void Send(SimulatedRoom room, byte[] datagram) => Transmit(room, datagram, _nowNs);

    /// <summary>The whole machine stands still for a while.</summary>
    public void Skip(double seconds) => _nowNs += (long)(seconds * 1e9);

    public void Run(double seconds)
    {
        long until = _nowNs + (long)(seconds * 1e9);
        while (_nowNs < until)
        {
            _nowNs += StepNs;
            foreach (var room in _rooms)
                SendDue(room);
            Deliver();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Conference.Advance(Now);
            Note(before);
        }

        _properties.AssertNothingIsAllocated();
    }

    /// <summary>Takes what came out of a call, and notes what the call allocated.</summary>
    private void Note(long allocatedBefore)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
        int told = Events.Count;
        Drain();
        _properties.Called(bytes, Events.Count > told, _nowNs);
    }

    private void SendDue(SimulatedRoom room)
    {
        room.SendDue(_nowNs, (datagram, at) => Transmit(room, datagram, at));
        if (room.ToSend is { } answer)
            Transmit(room, answer, _nowNs);
        room.ToSend = null;
    }

    /// <summary>Runs while nobody listens, then records for a while.</summary>
    public void RunAndListen(double settleSeconds, double seconds)
    {
        Run(settleSeconds);
        foreach (var room in _rooms)
            room.Listen();
        Run(seconds);
        _properties.AssertWhatIsHeard(_rooms);
    }

    /// <summary>Nobody hears himself, everybody hears each unmuted room at its level and no muted one.</summary>
    /// <param name="tolerance">Part of a tone's amplitude that may be lost to bad lines.</param>
    /// <param name="leak">Part of an amplitude that a tone may have where it should not be.</param>
    public void AssertEverybodyIsHeard(double tolerance = 0.1, double leak = 0.02)
    {
        foreach (var listener in _rooms.Where(room => room.Settings.MaySend))
        {
            foreach (var talker in _rooms)
            {
                double heard = listener.Hears(talker.FrequencyHz);
                bool shouldHear = talker != listener && !talker.Muted && talker.Sends;
                if (shouldHear)
                    Assert.True(Math.Abs(heard - talker.Amplitude) <= tolerance * talker.Amplitude, $"{listener.Leg} hears {talker.Leg} at {heard:F0}");
                else
                    Assert.True(heard <= leak * talker.Amplitude, $"{listener.Leg} hears {talker.Leg} at {heard:F0}, and should not");
            }
        }
    }

    private void Transmit(SimulatedRoom room, byte[] datagram, long atNs)
    {
        if (IsLost(room))
            return;

        _inFlight.Enqueue((room, datagram), Arrival(room.Line, atNs));
        if (_random.NextDouble() < room.Line.Duplicates)
            _inFlight.Enqueue((room, datagram), Arrival(room.Line, atNs));
    }

    /// <summary>Each by itself, or in bursts: a line that has begun to lose goes on with a chance (Gilbert's model).</summary>
    private bool IsLost(SimulatedRoom room)
    {
        var line = room.Line;
        double chance = line.BurstLength <= 0 ? line.Loss
            : room.IsLosing ? 1 - (1 / line.BurstLength)
            : line.Loss / line.BurstLength / (1 - line.Loss);
        return room.IsLosing = _random.NextDouble() < chance;
    }

    private long Arrival(LineQuality line, long atNs)
    {
        double ms = line.DelayMs + (line.JitterMs * _random.NextDouble());
        if (line.Stragglers > 0 && _random.NextDouble() < line.Stragglers)
            ms += 30;
        return atNs + (long)(ms * 1e6);
    }

    private void Deliver()
    {
        while (_inFlight.TryPeek(out var next, out long arrival) && arrival <= _nowNs)
        {
            _inFlight.Dequeue();
            long before = GC.GetAllocatedBytesForCurrentThread();
            Conference.Receive(next.Datagram, next.Room.Leg, new Tick(arrival));
            Note(before);
        }
    }

    private void Drain()
    {
        while (Conference.TryPoll(out var output))
        {
            if (output.Event is { } told)
                Events.Add(told);
            else if (output.IsRecorded)
                Recorded.Take(output.Recorded);
            else
                Find(output.Leg)?.Receive(output.Datagram, output.IsRtcp, _nowNs);
        }
    }

    private SimulatedRoom? Find(LegId leg) => _rooms.FirstOrDefault(room => room.Leg == leg);
}
