using System.Diagnostics;
using System.Net;
using Conferencing.Bridge.Sip;
using Conferencing.Bridge.Tests.Endpoints;
using Conferencing.Signalling;
using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Digest;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Registrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Conferencing.Bridge.Tests.Sip;

/// <summary>Agents and phones registered at Debian's Kamailio call each other through it by account and password, never by address.</summary>
[Collection(RealClients.Name)]
public sealed class RegistrarTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private readonly WorkFolder _folder = new();
    private readonly TestCertificates _authority;

    public RegistrarTests() => _authority = new TestCertificates(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("udp")]
    [InlineData("tcp")]
    [InlineData("tls")]
    public async Task A_phone_and_the_bridge_call_each_other_by_account_with_their_passwords(string transport)
    {
        using var registrar = await Start();
        using var bridge = new Registered(registrar, "cau", transport: transport, authority: _authority);
        await bridge.Is(RegistrationState.Registered);
        await using var phone = await Baresip.Start(_folder.Path, new BaresipOptions("phong7", 420)
        {
            Transport = transport,
            CertificateFile = transport == "tls" ? Path.ChangeExtension(_authority.Issue("phone", ["127.0.0.1"]).KeyFile, ".pem") : null,
            Domain = Kamailio.Domain,
            Proxy = registrar.Uri(transport),
            Password = Kamailio.PasswordOf("phong7"),
        });
        await phone.WaitUntilRegistered(Patience);

        var call = bridge.Dial("phong7");
        await bridge.Told<CallEvent.Answered>(call);
        await phone.WaitFor("CALL_ESTABLISHED", 1, Patience);
        bridge.Loop.Post(new CallCommand.HangUp(new CallHandle(call)));
        Assert.Equal(CallEnd.Local, (await bridge.Told<CallEvent.Ended>(call)).By);
        await phone.WaitFor("CALL_CLOSED", 1, Patience);

        await phone.Do("dial", $"sip:cau@{Kamailio.Domain}");
        var incoming = await bridge.Next<CallEvent.Incoming>();
        Assert.Equal(transport, SipTransports.Name(incoming.Source.Transport), ignoreCase: true);
        bridge.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await phone.WaitFor("CALL_ESTABLISHED", 2, Patience);
        await phone.Do("hangup");
        Assert.Equal(CallEnd.Remote, (await bridge.Told<CallEvent.Ended>(incoming.Call.Value)).By);
    }

    [Fact]
    public async Task Both_ways_through_the_registrar_that_is_the_proxy_too()
    {
        using var registrar = await Start();
        using var bridge = new Registered(registrar, "cau");
        using var room = new Registered(registrar, "phong7");
        await bridge.Is(RegistrationState.Registered);
        await room.Is(RegistrationState.Registered);
        Assert.InRange(bridge.Loop.Registration!.Granted.TotalSeconds, 5, 10);
        await Call(bridge, room, "phong7");
        await Call(room, bridge, "cau");

        // Longer than the granted time: the refresh keeps it, with the nonce it knows.
        await Task.Delay(bridge.Loop.Registration.Granted + TimeSpan.FromSeconds(1));
        await bridge.Is(RegistrationState.Registered);
        await Call(room, bridge, "cau");

        bridge.Loop.Unregister();
        await bridge.IsForgotten();
        Assert.Equal(RegistrationState.Ended, bridge.Loop.Registration!.State);
        room.Dial("cau", 9);
        Assert.Equal((CallFailureKind.BadAddress, 404), (await room.Told<CallEvent.Failed>(9)).Failure is var failure ? (failure.Kind, failure.Status) : default);
    }

    [Fact]
    public async Task A_wrong_password_is_said_and_not_repeated_in_a_hurry()
    {
        using var registrar = await Start();
        var backOff = TimeSpan.FromSeconds(1);
        using var bridge = new Registered(registrar, "cau", "sai", backOff: backOff);
        await bridge.Is(RegistrationState.Failed);
        Assert.Equal(401, bridge.Loop.Registration!.Status);

        // Without the password, with it, and after at least half of the pause both again.
        await Eventually.True(Patience, () => bridge.Asked.Count >= 3);
        Assert.True(bridge.Asked[2] - bridge.Asked[1] >= backOff / 2, string.Join(' ', bridge.Asked));
    }

    [Fact]
    public async Task A_registrar_that_goes_away_is_noticed_at_the_next_refresh()
    {
        Registered bridge;
        using (var registrar = await Start())
        {
            bridge = new Registered(registrar, "cau");
            await bridge.Is(RegistrationState.Registered);
        }

        using (bridge)
            await bridge.Is(RegistrationState.Failed);
    }

    private Task<Kamailio> Start() => Kamailio.Start(_folder.Path, _authority.Issue("registrar", ["127.0.0.1"]));

    private static async Task Call(Registered from, Registered to, string user)
    {
        var call = from.Dial(user);
        var incoming = await to.Next<CallEvent.Incoming>();
        to.Loop.Post(new CallCommand.Accept(incoming.Call, LoopHost.Sound));
        await from.Told<CallEvent.Answered>(call);
        await to.Told<CallEvent.Answered>(incoming.Call.Value);
        from.Loop.Post(new CallCommand.HangUp(new CallHandle(call)));
        Assert.Equal(CallEnd.Local, (await from.Told<CallEvent.Ended>(call)).By);
        Assert.Equal(CallEnd.Remote, (await to.Told<CallEvent.Ended>(incoming.Call.Value)).By);
    }

    /// <summary>An agent with an account.</summary>
    private sealed class Registered : IDisposable
    {
        private readonly List<CallEvent> _events = [];
        private readonly List<TimeSpan> _asked = [];
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private readonly Lock _gate = new();
        private int _incoming;
        private long _calls;

        /// <summary>The number of the REGISTER that withdraws, until it is answered.</summary>
        private CSeq? _farewell;
        private volatile bool _isForgotten;

        /// <param name="backOff">The longest pause after the first failure.</param>
        public Registered(
            Kamailio registrar, string user, string? password = null, string transport = "udp", TestCertificates? authority = null, TimeSpan? backOff = null)
        {
            Assert.True(SipUri.TryParse(registrar.Uri(transport), out var uri));
            Assert.True(SipUri.TryParse($"sip:{user}@{Kamailio.Domain}", out var account));
            var engine = new SignallingOptions
            {
                Incoming = IncomingPolicy.Answer,
                LocalUser = user,
                Registration = new RegistrationOptions
                {
                    Registrars = [uri],
                    Account = account,
                    Expires = TimeSpan.FromSeconds(60),
                    FirstBackOff = backOff ?? TimeSpan.FromSeconds(10),
                },
                OutboundProxy = uri,
                Credentials = [new DigestCredential(null, Kamailio.Domain, user, password ?? Kamailio.PasswordOf(user))],
            };
            var options = new SignallingLoopOptions { Bind = new IPEndPoint(IPAddress.Loopback, 0), Engine = engine, Tap = Watch };
            if (authority is not null)
                options = options with { Connections = new SipConnectionOptions { TlsPort = 0, Tls = authority.Issue(user, ["127.0.0.1"]) } };
            Loop = new SignallingLoop(options, Hear, NullLogger.Instance);
        }

        public SignallingLoop Loop { get; }

        /// <summary>When each REGISTER was sent, since the beginning.</summary>
        public IReadOnlyList<TimeSpan> Asked
        {
            get
            {
                lock (_gate) return [.. _asked];
            }
        }

        public Task Is(RegistrationState state) => Eventually.True(Patience, () => Loop.Registration?.State == state, () => $"{Loop.Registration}");

        /// <summary>The registrar has confirmed that it is withdrawn.</summary>
        public Task IsForgotten() => Eventually.True(Patience, () => _isForgotten, () => $"{Loop.Registration}");

        public long Dial(string user, long? call = null)
        {
            var handle = call ?? ++_calls;
            Loop.Post(new CallCommand.Dial(new CallHandle(handle), $"sip:{user}@{Kamailio.Domain}", "Hội nghị", LoopHost.Sound, TimeSpan.FromSeconds(20)));
            return handle;
        }

        public Task<T> Told<T>(long call)
            where T : CallEvent => Find(() => Events.OfType<T>().FirstOrDefault(one => one.Call.Value == call));

        public async Task<T> Next<T>()
            where T : CallEvent
        {
            var found = await Find(() => Events.OfType<T>().Skip(_incoming).FirstOrDefault());
            _incoming++;
            return found;
        }

        public void Dispose() => Loop.Dispose();

        private IReadOnlyList<CallEvent> Events
        {
            get
            {
                lock (_gate) return [.. _events];
            }
        }

        private Task<T> Find<T>(Func<T?> find)
            where T : class => Eventually.Some(Patience, () => Task.FromResult(find()), () => string.Join(' ', Events.Select(one => one.ToString())));

        private void Watch(bool isOutgoing, SipPath path, ReadOnlySpan<byte> message)
        {
            SipParser.Parse(message, new MessageLimits(), out var parsed);
            switch (parsed)
            {
                case SipRequest { Method: "REGISTER" } register when isOutgoing:
                    lock (_gate) _asked.Add(_watch.Elapsed);
                    _farewell = register.Find("Expires") == "0" ? register.CSeq : null;
                    break;
                case SipResponse { IsSuccess: true } response when response.CSeq == _farewell:
                    _isForgotten = true;
                    break;
            }
        }

        private void Hear(CallEvent happened)
        {
            lock (_gate) _events.Add(happened);
        }
    }
}
