using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using Conferencing.RoomSimulator.Measuring;
using Conferencing.RoomSimulator.Net;
using Conferencing.RoomSimulator.Sounds;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator;

/// <summary>All rooms of one process on one thread: it waits for their sockets and for the soonest of their deadlines.</summary>
internal sealed class Simulator : IDisposable
{
    private readonly SimulatorOptions _options;
    private readonly Action<string> _log;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly PollSet _polls = new();
    private readonly ImmutableArray<SimulatedRoom> _rooms;
    private readonly List<SipPort> _ports = [];
    private readonly Markers? _markers;

    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public Simulator(SimulatorOptions options, Action<string> log)
    {
        _options = options;
        _log = log;
        _markers = options.Load is null ? null : new Markers(options.Rooms.Length);
        _rooms = [.. options.Rooms.Select(CreateRoom)];
        OpenSipPorts();
    }

    public ImmutableArray<SimulatedRoom> Rooms => _rooms;

    public Markers? Markers => _markers;

    public long NowUs => _clock.ElapsedTicks * 1_000_000 / Stopwatch.Frequency;

    /// <summary>Plays the rooms until told to stop; then every room hangs up.</summary>
    /// <param name="step">Called on every turn; false when it is enough.</param>
    public void Run(CancellationToken stop, Func<long, bool>? step = null)
    {
        while (!stop.IsCancellationRequested && step?.Invoke(NowUs) != false)
            Turn();
        foreach (var room in _rooms)
            room.HangUp();
        // Half a second for the answers to our BYEs.
        long end = NowUs + 500_000;
        while (NowUs < end && _rooms.Any(room => room.IsConnected))
            Turn();
    }

    public void Dispose()
    {
        foreach (var port in _ports)
            port.Dispose();
        foreach (var room in _rooms)
            room.Dispose();
    }

    private void Turn()
    {
        long now = NowUs;
        long deadline = Math.Min(now + 100_000, _markers?.NextDeadlineUs ?? long.MaxValue);
        _markers?.Advance(now);
        foreach (var port in _ports)
        {
            port.Advance(now);
            deadline = Math.Min(deadline, port.NextDeadlineUs);
        }
        foreach (var room in _rooms)
        {
            room.Advance(now);
            deadline = Math.Min(deadline, room.NextDeadlineUs);
        }
        _polls.Wait(deadline - NowUs);
    }

    private SimulatedRoom CreateRoom(RoomSettings settings, int index)
    {
        var random = new Random(index + 1);
        return new SimulatedRoom(settings, index, _options.Address, _polls, CreateSound(settings, index, random), _markers, random, _log);
    }

    private Sound CreateSound(RoomSettings settings, int index, Random random)
    {
        // Voices from a deep man's to a child's.
        double pitchHz = 90 + (170.0 * index * 0.618 % 170);
        return _options.Sound switch
        {
            _ when settings.IsSilent => new RoomNoise(random),
            SoundKind.Speech => new Speech(random, pitchHz, Math.Clamp(1.5 / _options.Rooms.Length, 0.01, 0.5)),
            SoundKind.Tones => new SteadyTone(SteadyTone.FrequencyOfRoom(index)),
            SoundKind.Talkers => index < _options.Talkers ? new Speech(random, pitchHz, talkShare: 1) : new RoomNoise(random),
            _ => throw new UnreachableException($"There is no sound {_options.Sound}."),
        };
    }

    private void OpenSipPorts()
    {
        foreach (var sharing in _options.Rooms.Zip(_rooms).Where(pair => pair.First.Answer != RoomAnswer.Absent).GroupBy(pair => pair.First.SipPort))
        {
            var rooms = sharing.ToDictionary(pair => pair.Second.Name, pair => pair.Second);
            // A port of one room answers to any user part, as room codecs do.
            SimulatedRoom? Find(CallEvent.Incoming call) => rooms.Count == 1 ? rooms.Values.First() : rooms.GetValueOrDefault(call.ToUser);
            string user = rooms.Count == 1 ? rooms.Keys.First() : "rooms";
            var port = new SipPort(new IPEndPoint(_options.Address, sharing.Key), user, _polls, seed: sharing.Key ^ Environment.ProcessId, () => NowUs, Find);
            _ports.Add(port);
            foreach (var room in rooms.Values)
                room.Sip = port;
        }
    }
}
