using System.Globalization;
using System.Net;
using Conferencing.RoomSimulator.Net;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator.Load;

/// <summary>The rooms' calls to the bridge, from one SIP address: begun, kept and ended. Knows nothing of their media but what was agreed.</summary>
internal sealed class RoomCaller : IDisposable
{
    private const int CallsPerSecond = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly GeneratorOptions _options;
    private readonly PollSet _polls = new();
    private readonly SipSocket _socket;
    private readonly Func<long> _nowUs;
    private readonly NegotiatedAudio?[] _agreed;
    private string? _failure;
    private int _over;

    /// <exception cref="System.Net.Sockets.SocketException">No port is free.</exception>
    public RoomCaller(GeneratorOptions options, Func<long> nowUs)
    {
        _options = options;
        _nowUs = nowUs;
        _agreed = new NegotiatedAudio?[options.Rooms];
        var signalling = new SignallingOptions
        {
            LocalAddress = new IPEndPoint(options.Bridge!.Address, FreePort(options.Bridge.Address)),
            LocalUser = "load",
            UserAgent = "Room simulator",
            InvitesPerSecond = CallsPerSecond,
        };
        _socket = new SipSocket(signalling, _polls, Environment.ProcessId, nowUs, Happened);
    }

    /// <summary>What was agreed with each room; null for one that is not in a call.</summary>
    public IReadOnlyList<NegotiatedAudio?> Agreed => _agreed;

    /// <summary>Calls everybody and waits for all answers.</summary>
    /// <exception cref="LoadFailedException">A call failed, or was not answered in time.</exception>
    public void CallAll(Func<int, IPEndPoint> mediaOf, CancellationToken stop)
    {
        for (int room = 0; room < _options.Rooms; room++)
            _socket.Do(new CallCommand.Dial(new CallHandle(room + 1), AddressOf(room), $"Load {room}", Media(mediaOf(room)), Patience));
        long end = _nowUs() + (long)Patience.TotalMicroseconds;
        while (_agreed.Contains(null) && _failure is null && _nowUs() < end && !stop.IsCancellationRequested)
            Turn(waitUs: 1000);
        if (_agreed.Count(agreed => agreed is null) is > 0 and int missing)
            throw new LoadFailedException($"{missing} of {_options.Rooms} rooms did not get in: {_failure ?? "no answer"}.");
    }

    /// <summary>Takes what has come, repeats what must be.</summary>
    public void Turn(long waitUs = 0)
    {
        _polls.Wait(waitUs);
        _socket.Advance(_nowUs());
    }

    /// <summary>Hangs all up, and gives their peers a moment to agree.</summary>
    public void HangUpAll()
    {
        _over = 0;
        int calls = _agreed.Count(agreed => agreed is not null);
        for (int room = 0; room < _agreed.Length; room++)
        {
            if (_agreed[room] is not null)
                _socket.Do(new CallCommand.HangUp(new CallHandle(room + 1)));
        }

        long end = _nowUs() + 1_500_000;
        while (_over < calls && _nowUs() < end)
            Turn(waitUs: 1000);
    }

    public void Dispose() => _socket.Dispose();

    private string AddressOf(int room) => string.Create(
        CultureInfo.InvariantCulture, $"sip:{_options.FirstNumber + (room % _options.Conferences)}@{_options.Bridge}");

    private AudioCapabilities Media(IPEndPoint at) => new()
    {
        Rtp = at,
        RtcpPort = at.Port, // rtcp-mux
        Formats = [_options.Codec.Offered],
        Encryption = _options.Suite is null ? CallEncryption.Off : CallEncryption.Required,
        Suites = _options.Suite is { } suite ? [suite] : [],
    };

    private void Happened(CallEvent happened)
    {
        int room = (int)happened.Call.Value - 1;
        switch (happened)
        {
            case CallEvent.Answered answered:
                _agreed[room] = answered.Media;
                break;
            case CallEvent.MediaChanged changed:
                _agreed[room] = changed.Media;
                break;
            case CallEvent.Failed failed:
                _failure ??= $"{failed.Failure.Kind} {failed.Failure.Status} {failed.Failure.Phrase}";
                _over++;
                break;
            case CallEvent.Ended ended:
                _failure ??= $"a call ended ({ended.By})";
                _over++;
                break;
        }
    }

    private static int FreePort(IPAddress address)
    {
        using var socket = new System.Net.Sockets.Socket(address.AddressFamily, System.Net.Sockets.SocketType.Dgram, System.Net.Sockets.ProtocolType.Udp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

/// <summary>A load run came to nothing; the message says why.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
