using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Subscriptions;
using Conferencing.Signalling.Transports;

namespace Conferencing.Tests.Signalling;

/// <summary>An engine and, at the other end, a peer whose messages the test writes. No network between them: what is sent is there.</summary>
internal sealed class ScriptedPeer
{
    public const string PlainSdp =
        "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\n";

    public static readonly IPEndPoint Address = new(IPAddress.Parse("192.0.2.9"), 5060);
    public static readonly CallHandle Call = new(1);

    private readonly List<SipTarget> _targets = [];

    public ScriptedPeer(SignallingOptions? options = null, int seed = 1)
    {
        var local = new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5060);
        Engine = new SignallingEngine((options ?? new SignallingOptions()) with { LocalAddress = local }, new Random(seed));
    }

    public SignallingEngine Engine { get; }

    public Tick Now { get; private set; } = new(0);

    /// <summary>All that was sent to the peer.</summary>
    public List<SipMessage> Sent { get; } = [];

    public List<IPEndPoint> Destinations { get; } = [];

    /// <summary>The same with transport, connection and name.</summary>
    public List<SipPath> Paths { get; } = [];

    public List<CallEvent> Events { get; } = [];

    /// <summary>Names asked for.</summary>
    public List<string> Hosts { get; } = [];

    /// <summary>Outputs in their order: method or status, or the event's name.</summary>
    public List<string> Order { get; } = [];

    public SipRequest LastRequest => Sent.OfType<SipRequest>().Last();

    public SipResponse LastResponse => Sent.OfType<SipResponse>().Last();

    public int Count(string method) => Sent.OfType<SipRequest>().Count(request => request.Method == method);

    public SipRequest Dial(string address = "sip:room@192.0.2.9", int ringSeconds = 30)
    {
        Do(new CallCommand.Dial(Call, address, "Phòng họp \"1\"", SimulatedAgent.Sound, TimeSpan.FromSeconds(ringSeconds)));
        return Sent.OfType<SipRequest>().LastOrDefault()!;
    }

    /// <summary>Dials and answers.</summary>
    public SipRequest Establish(string contact = "<sip:there@192.0.2.9>", string sdp = PlainSdp)
    {
        var invite = Dial();
        Reply(invite, 200, sdp, $"Contact: {contact}");
        Assert.IsType<CallEvent.Answered>(Events.Last());
        return invite;
    }

    public void Do(CallCommand command)
    {
        Engine.Do(command, Now);
        Drain();
    }

    public void Publish(string user, ConferenceState? state)
    {
        Engine.Publish(user, state, Now);
        Drain();
    }

    public void BeginRegistration()
    {
        Engine.BeginRegistration(Now);
        Drain();
    }

    public void Unregister()
    {
        Engine.EndRegistration(Now);
        Drain();
    }

    /// <summary>The network says that nobody is where the last message went.</summary>
    public void RefuseLast()
    {
        Engine.Unreachable(Paths.Last(), Now);
        Drain();
    }

    public void Do(AccessCommand command)
    {
        Engine.Do(command, Now);
        Drain();
    }

    public void AdvanceTo(double seconds)
    {
        var until = new Tick((long)(seconds * 1_000_000));
        while (Engine.NextDeadline <= until)
        {
            Now = Engine.NextDeadline;
            Engine.Advance(Now);
            Drain();
        }

        Now = until;
    }

    public void Reply(SipRequest request, int status, string? sdp = null, string headers = "", string tag = "theirs")
    {
        var response = SipResponse.Answering(request, status, "Test", tag);
        Receive(Insert(response, headers, sdp, "application/sdp"));
    }

    /// <summary>A request of the peer inside the dialog of our INVITE.</summary>
    public void Ask(SipRequest invite, string method, int sequence, string? body = null, string headers = "", string type = "application/sdp", string tag = "theirs", string branch = "")
    {
        var request = new SipRequest
        {
            Method = method,
            RequestUri = "sip:bridge@192.0.2.1",
            Vias = [Via.Create(SipTransport.Udp, Address, branch.Length > 0 ? branch : string.Create(CultureInfo.InvariantCulture, $"z9hG4bKpeer{sequence}{method}"))],
            From = NameAddress.Create(null, "sip:room@192.0.2.9", tag),
            To = invite.From,
            CallId = invite.CallId,
            CSeq = new CSeq(sequence, method),
        };
        Receive(Insert(request, headers, body, type));
    }

    public void Receive(string text, IPEndPoint? from = null) => Receive(text, SipPath.Udp(from ?? Address));

    public void Receive(string text, SipPath from)
    {
        Engine.Receive(Encoding.UTF8.GetBytes(text), from, Now);
        Drain();
    }

    public void Resolve(string host, IPAddress? address)
    {
        var target = _targets.Find(one => one.Host == host);
        Engine.Resolved(target, address is null ? [] : [target.PathTo(address)], Now);
        Drain();
    }

    /// <summary>The ways to the last name that was asked for.</summary>
    public void Resolve(params ImmutableArray<SipPath> ways)
    {
        Engine.Resolved(_targets[^1], ways, Now);
        Drain();
    }

    public void Unreachable(IPEndPoint remote)
    {
        Engine.Unreachable(SipPath.Udp(remote), Now);
        Drain();
    }

    public void Unreachable(SipPath remote)
    {
        Engine.Unreachable(remote, Now);
        Drain();
    }

    public void Close(SipPath remote)
    {
        Engine.ConnectionClosed(remote, Now);
        Drain();
    }

    private static string Insert(SipMessage message, string headers, string? body, string type)
    {
        if (body is not null)
            message = message with { ContentType = type, Body = Encoding.UTF8.GetBytes(body) };
        var text = Encoding.UTF8.GetString(SipWriter.Write(message).Span);
        return headers.Length == 0 ? text : text.Replace("Call-ID:", headers + "\r\nCall-ID:", StringComparison.Ordinal);
    }

    private void Drain()
    {
        while (Engine.TryPoll(out var output))
        {
            switch (output)
            {
                case SignallingOutput.Transmit transmit:
                    Assert.Equal(SipReject.None, SipParser.Parse(transmit.Bytes.Span, new MessageLimits(), out var message));
                    Sent.Add(message!);
                    Destinations.Add(transmit.Destination.Remote);
                    Paths.Add(transmit.Destination);
                    Order.Add(message is SipRequest request ? request.Method : ((SipResponse)message!).Status.ToString(CultureInfo.InvariantCulture));
                    break;
                case SignallingOutput.Happened happened:
                    Events.Add(happened.Event);
                    Order.Add(happened.Event.GetType().Name);
                    break;
                case SignallingOutput.Resolve resolve:
                    Hosts.Add(resolve.Target.Host);
                    _targets.Add(resolve.Target);
                    break;
            }
        }
    }
}
