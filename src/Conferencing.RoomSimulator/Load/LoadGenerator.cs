using System.Diagnostics;
using System.Runtime.InteropServices;
using Conferencing.Bridge.Rtp;
using Conferencing.Media;
using Conferencing.Media.Rtp;
using Conferencing.RoomSimulator.Measuring;

namespace Conferencing.RoomSimulator.Load;

/// <summary>
/// A load run on one thread: calls the rooms in, or takes the listed destinations, sends by the schedule, listens, and gives the figures of the
/// measured stretch. Wakes every millisecond and never waits on a socket, so that whoever sends to it does not pay for waking it.
/// </summary>
internal sealed class LoadGenerator : IDisposable
{
    private const int StopSignal = 19;
    private const int ContinueSignal = 18;

    /// <summary>Turns between two looks at the signalling.</summary>
    private const int SignallingTurns = 20;

    /// <summary>A schedule further behind than this begins anew, nanoseconds.</summary>
    private const long MaxLateness = 200_000_000;

    private readonly GeneratorOptions _options;
    private readonly RoomPorts _ports;
    private readonly RoomCaller? _caller;
    private readonly LoadRoom[] _rooms;
    private readonly Bursts _bursts;
    private readonly LoadMeasure _measure;
    private readonly SendSchedule _schedule;
    private readonly Random _random = new(1);
    private readonly List<HeldPacket> _released = [];
    private readonly List<int> _due = [];
    private readonly byte[] _datagram = new byte[1500];
    private readonly Action<int, ReadOnlyMemory<byte>, long> _receive;
    private long _epoch;
    private int _turns;

    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public LoadGenerator(GeneratorOptions options)
    {
        _options = options;
        _rooms = new RoomTable(options).Make();
        _bursts = new Bursts([.. Enumerable.Range(0, options.Conferences).Select(conference =>
            _rooms.Where(room => room.Probes && room.Conference == conference).Select(room => room.Index).ToList())]);
        _measure = new LoadMeasure(options, _rooms, _bursts);
        _schedule = new SendSchedule(options.Rooms, options.DriftPpm);
        _receive = Receive;
        _ports = new RoomPorts(options.Rooms, options.IsIp6, options.RtpPort);
        _caller = options.Bridge is null ? null : new RoomCaller(options, () => NativeThread.Now() / 1000);
    }

    /// <summary>Calls, warms up and measures. The rooms are still in then: <see cref="End"/> follows.</summary>
    /// <param name="measuring">Called when the warming up begins, and with true when the measured stretch does.</param>
    /// <exception cref="LoadFailedException">Not all rooms got in, or nothing came back from where they send.</exception>
    /// <exception cref="CommandLineException">The list of destinations is wrong.</exception>
    public LoadFigures Run(Action<bool> measuring, CancellationToken stop)
    {
        Connect(stop);
        NativeThread.Raise();
        _measure.Begin(WallClock.NowNs()); // so that what is compiled at its first call does not make the measured stretch begin late
        measuring(false);
        _epoch = NativeThread.Now();
        Turn(_options.WarmUpSeconds, stop);
        if (_options.WarmUpSeconds > 0 && Array.TrueForAll(_rooms, room => room.Reception.Received == 0))
            throw new LoadFailedException("No room receives anything.");
        _measure.Begin(WallClock.NowNs());
        measuring(true);
        if (_options.StallMs > 0)
            TurnWithStall(stop);
        else
            Turn(_options.Seconds, stop);
        return _measure.End(WallClock.NowNs());
    }

    /// <summary>Goes on for as long as the options say, so that the bridge can be asked under load; then hangs up.</summary>
    public void End(CancellationToken stop)
    {
        Turn(_options.TailSeconds, stop);
        _caller?.HangUpAll();
    }

    public void Dispose()
    {
        _caller?.Dispose();
        _ports.Dispose();
        _measure.Dispose();
        foreach (var room in _rooms)
            room.Dispose();
    }

    private void Connect(CancellationToken stop)
    {
        if (_caller is null)
        {
            var destinations = Destinations.Read(File.ReadLines(_options.DestinationFile!), _rooms.Length);
            foreach (var room in _rooms)
                room.Destination = destinations[room.Index];
            return;
        }

        _caller.CallAll(_ports.EndPoint, stop);
        foreach (var room in _rooms)
        {
            var agreed = _caller.Agreed[room.Index]!;
            room.Destination = new Destination(UdpAddress.From(agreed.RemoteRtp), (byte)agreed.Format.PayloadType);
            room.Protect(agreed.Crypto);
        }
    }

    /// <summary>A third, the bridge stopped, and the rest.</summary>
    private void TurnWithStall(CancellationToken stop)
    {
        Turn(_options.Seconds / 3.0, stop);
        _measure.NoteStall(WallClock.NowNs());
        _ = SendSignal(_options.ProcessId!.Value, StopSignal);
        Turn(_options.StallMs / 1000.0, stop);
        _ = SendSignal(_options.ProcessId!.Value, ContinueSignal);
        _measure.NoteWentOn(WallClock.NowNs());
        Turn((_options.Seconds * 2 / 3.0) - (_options.StallMs / 1000.0), stop);
    }

    private void Turn(double seconds, CancellationToken stop)
    {
        long end = NativeThread.Now() + (long)(seconds * 1e9);
        while (NativeThread.Now() < end && !stop.IsCancellationRequested)
        {
            long due = _epoch + _schedule.NextNs;
            NativeThread.SleepUntil(due);
            long late = NativeThread.Now() - due;
            _measure.NoteLateness(late);
            if (late > MaxLateness)
                _epoch += late;
            Send();
            while (_ports.Receive(_receive))
            {
                // There may be more.
            }

            if (++_turns % SignallingTurns == 0)
                _caller?.Turn();
        }
    }

    private void Send()
    {
        _schedule.Take(_released, _due);
        long now = WallClock.NowNs();
        foreach (var packet in _released)
            Depart(packet, now);
        foreach (int index in _due)
            SendNext(_rooms[index], now);
        _ports.Flush();
    }

    private void SendNext(LoadRoom room, long nowNs)
    {
        if (_caller is not null && room.WriteReport(_datagram, nowNs) is > 0 and int length)
            _ports.Queue(room.Index, _datagram.AsSpan(0, length), room.Destination.Address);
        if (!room.TryNext(out var packet))
            return;
        if (_options.LossPercent > 0 && _random.NextDouble() * 100 < _options.LossPercent)
            Lose(room, packet);
        else if (_options.JitterMs > 0)
            _schedule.Hold(packet, _options.JitterMs * _random.NextDouble());
        else
            Depart(packet, nowNs);
    }

    private void Lose(LoadRoom room, in HeldPacket packet)
    {
        if (room.Probes && packet.Position < SoundStudio.BurstPackets)
            _bursts.Loses(room.Conference);
    }

    private void Depart(in HeldPacket packet, long nowNs)
    {
        var room = _rooms[packet.Room];
        if (room.Probes && packet.Position < SoundStudio.BurstPackets)
            _bursts.Departs(room.Conference, room.Index, packet.Position == 0, nowNs);
        int length = room.Write(packet, _datagram);
        _ports.Queue(room.Index, _datagram.AsSpan(0, length), room.Destination.Address);
    }

    private void Receive(int index, ReadOnlyMemory<byte> datagram, long arrivedNs)
    {
        if (index >= _rooms.Length)
            return;
        var room = _rooms[index];
        if (MediaPath.Classify(datagram.Span) == MediaKind.Rtcp)
        {
            room.ReceiveReport(datagram.Span, arrivedNs);
            return;
        }

        if (room.Receive(datagram.Span, arrivedNs, out var onsetNs) is { } since)
            _measure.NoteArrival(since, arrivedNs);
        if (onsetNs is { } onset)
            _bursts.Hears(room.Conference, room.Index, onset);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendSignal(int processId, int signal);
}
