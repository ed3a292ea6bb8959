using System.Net;
using Conferencing.RoomSimulator.Measuring;
using Conferencing.RoomSimulator.Net;
using Conferencing.RoomSimulator.Sounds;
using Conferencing.Signalling.Calls;

namespace Conferencing.RoomSimulator;

/// <summary>One room with one screen and one call: rings, answers, speaks, listens, and hangs up as its settings say.</summary>
internal sealed class SimulatedRoom : IDisposable
{
    private readonly RoomSettings _settings;
    private readonly int _index;
    private readonly Random _random;
    private readonly Sound _sound;
    private readonly Markers? _markers;
    private readonly UdpPort _rtp;
    private readonly UdpPort _rtcp;
    private readonly AudioCapabilities _media;
    private readonly Action<string> _log;
    private CallHandle? _call;
    private RoomCall? _sounding;
    private long _answerAtUs = long.MaxValue;
    private long _hangUpAtUs = long.MaxValue;

    public SimulatedRoom(RoomSettings settings, int index, IPAddress address, PollSet polls, Sound sound, Markers? markers, Random random, Action<string> log)
    {
        _settings = settings;
        _index = index;
        _random = random;
        _sound = sound;
        _markers = markers;
        _log = log;
        bool stamped = markers is not null;
        _rtp = new UdpPort(new IPEndPoint(address, settings.RtpPort), polls, stamped, (datagram, _, at) => _sounding?.ReceiveRtp(datagram, at));
        _rtcp = new UdpPort(new IPEndPoint(address, settings.RtpPort + 1), polls, stamped: false, (datagram, _, at) => _sounding?.ReceiveRtcp(datagram, at));
        _media = new AudioCapabilities
        {
            Rtp = new IPEndPoint(address, settings.RtpPort),
            RtcpPort = settings.RtpPort + 1,
            Formats = settings.Answer == RoomAnswer.NoMedia
                ? [new AudioFormat("G729", 8000, 18)]
                : [AudioFormat.Pcma, AudioFormat.Pcmu, AudioFormat.TelephoneEvent],
            PtimeMs = settings.PtimeMs,
        };
    }

    public string Name => _settings.Name;

    public SipPort? Sip { get; set; }

    /// <summary>When it was first called, on the simulator's clock; null before.</summary>
    public long? FirstCalledUs { get; private set; }

    public bool IsConnected => _sounding is not null;

    public Reception? Reception => _sounding?.Reception;

    public long NextDeadlineUs => Math.Min(Math.Min(_answerAtUs, _hangUpAtUs), _sounding?.NextDeadlineUs ?? long.MaxValue);

    /// <summary>Somebody calls. A second caller finds the room busy.</summary>
    public IEnumerable<CallCommand> Called(CallHandle call, long nowUs)
    {
        FirstCalledUs ??= nowUs;
        if (_call is not null || _settings.Answer == RoomAnswer.Busy) return [new CallCommand.Reject(call, 486, "Busy Here")];
        if (_settings.Answer == RoomAnswer.Refuse) return [new CallCommand.Reject(call, 603, "Decline")];
        _log($"{Name} rings");
        _call = call;
        if (_settings.Answer != RoomAnswer.NoAnswer) _answerAtUs = nowUs + (long)_settings.Rings.TotalMicroseconds;
        return [new CallCommand.Ring(call)];
    }

    public void Happened(CallEvent happened, long nowUs)
    {
        if (happened.Call != _call) return;
        switch (happened)
        {
            case CallEvent.Answered answered:
                Connect(answered.Media, nowUs);
                break;
            case CallEvent.Ended ended:
                Disconnect($"call over ({ended.By})");
                break;
            case CallEvent.Failed failed:
                Disconnect($"no call ({failed.Failure.Kind} {failed.Failure.Phrase})");
                break;
        }
    }

    public void Advance(long nowUs)
    {
        if (nowUs >= _answerAtUs && _call is { } ringing)
        {
            _answerAtUs = long.MaxValue;
            Sip!.Do(new CallCommand.Accept(ringing, _media));
        }
        if (nowUs >= _hangUpAtUs) HangUp();
        _sounding?.Advance(nowUs, _rtp, _rtcp);
    }

    /// <summary>Ends the call, if there is one, in good order.</summary>
    public void HangUp()
    {
        _hangUpAtUs = _answerAtUs = long.MaxValue;
        _sounding?.SendReport(_rtcp, goodbye: true);
        if (_call is not { } call) return;
        Sip!.Do(_sounding is null ? new CallCommand.Reject(call, 480, "Temporarily Unavailable") : new CallCommand.HangUp(call));
    }

    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private void Connect(NegotiatedAudio media, long nowUs)
    {
        _sounding = new RoomCall(_settings, _index, _sound, _markers, _random, media, nowUs);
        _markers?.SetConnected(_index, true);
        if (_settings.HangsUpAfter is { } after) _hangUpAtUs = nowUs + (long)after.TotalMicroseconds;
        _log($"{Name} is in ({media.Format.Name} to {media.RemoteRtp})");
    }

    private void Disconnect(string why)
    {
        _sounding = null;
        _call = null;
        _answerAtUs = _hangUpAtUs = long.MaxValue;
        _markers?.SetConnected(_index, false);
        _log($"{Name}: {why}");
    }
}
