using System.Net;
using System.Xml.Linq;
using Conferencing.Signalling;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Subscriptions;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Tests.Signalling;

/// <summary>A watcher of a conference (RFC 4575) behind a bad network: from many seeds it ends up with the true state, and nothing is left.</summary>
public sealed class LossyWatcherTests
{
    private HashSet<string> _published = [];

    [Fact]
    public void A_watcher_ends_up_with_the_truth()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var network = new SimulatedNetwork(seed, NetworkFaults.Bad);
            var bridge = network.Add("192.0.2.1", IncomingPolicy.KnownPeersOnly);
            var watcher = new Watcher(network, new IPEndPoint(IPAddress.Parse("192.0.2.5"), 5060), bridge.Endpoint);
            bridge.Engine.KnownPeers = [watcher.Address];
            var changes = new Random(seed);
            Publish(bridge, changes);
            watcher.Subscribe(300);
            for (var second = 1; second <= 200; second++)
            {
                network.RunTo(second * 1000);
                watcher.Advance();
                if (second % 7 == 0 && second < 150)
                    Publish(bridge, changes);
                if (second % 60 == 0)
                    watcher.Subscribe(300);
            }

            Assert.True(watcher.IsActive, $"seed {seed}");
            Assert.True(_published.SetEquals(watcher.Users), $"seed {seed}: {string.Join(' ', watcher.Users)}");
            bridge.Do((engine, now) => engine.Publish("2001", null, now));
            for (var second = 201; second <= 400; second++)
            {
                network.RunTo(second * 1000);
                watcher.Advance();
            }

            Assert.False(watcher.IsActive, $"seed {seed}");
            Assert.Equal(default, bridge.Engine.Counts);
        }
    }

    private void Publish(SimulatedAgent bridge, Random changes)
    {
        // One of six or nobody: what is told of more goes by TCP, which loses nothing.
        _published = [.. Enumerable.Range(0, changes.Next(0, 2)).Select(_ => $"sip:{changes.Next(0, 6)}@192.0.2.20")];
        var users = _published.Select(uri => new ConferenceUser(uri, "Xã", ConferenceUserStatus.Connected, true));
        bridge.Do((engine, now) => engine.Publish("2001", new ConferenceState("Giao ban", [.. users]), now));
    }

    /// <summary>Subscribes, answers what it is told, and keeps who is in by the rules of RFC 4575 section 4.6.</summary>
    private sealed class Watcher : ITransactionUser
    {
        private readonly SimulatedNetwork _network;
        private readonly IPEndPoint _bridge;
        private readonly Outbox _outbox = new();
        private readonly TransactionLayer _layer;
        private readonly HashSet<string> _users = [];
        private string? _theirTag;
        private long _sequence;
        private int _branch;

        public Watcher(SimulatedNetwork network, IPEndPoint address, IPEndPoint bridge)
        {
            (_network, Address, _bridge) = (network, address, bridge);
            _layer = new TransactionLayer(new TransactionTimers(), _outbox, new Deadlines());
            network.Listen(address, Receive);
        }

        public IPEndPoint Address { get; }

        public bool IsActive { get; private set; }

        public IReadOnlySet<string> Users => _users;

        public void Subscribe(int seconds)
        {
            var request = new SipRequest
            {
                Method = SipMethods.Subscribe,
                RequestUri = "sip:2001@192.0.2.1",
                Vias = [Via.Create(SipTransport.Udp, Address, $"z9hG4bKwatch{++_branch}")],
                From = NameAddress.Create(null, "sip:watcher@192.0.2.5", "watcher"),
                To = NameAddress.Create(null, "sip:2001@192.0.2.1", _theirTag),
                CallId = "watch",
                CSeq = new CSeq(++_sequence, SipMethods.Subscribe),
                Contacts = [NameAddress.Create(null, "sip:watcher@192.0.2.5:5060")],
                Others = [new SipHeader("Event", "conference"), new SipHeader("Expires", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            };
            _layer.Send(request, SipPath.Udp(_bridge), this, _network.Now);
            Drain();
        }

        public void Advance()
        {
            while (_layer.Deadlines.TryTakeDue(_network.Now, out var part))
            {
                part.Advance(_network.Now);
                _layer.Deadlines.Note(part);
            }

            Drain();
        }

        public void Receive(ClientTransaction transaction, SipResponse response, Tick now) => _theirTag ??= response.IsSuccess ? response.To.Tag : null;

        public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now) => Assert.Fail($"SUBSCRIBE {failure}");

        private void Receive(ReadOnlyMemory<byte> bytes)
        {
            Assert.Equal(SipReject.None, SipParser.Parse(bytes.Span, new MessageLimits(), out var message));
            if (message is SipResponse response)
                _layer.Receive(response, _network.Now);
            else if (message is SipRequest request && !_layer.TryReceive(request, _network.Now))
                Answer(request);
            Drain();
        }

        private void Answer(SipRequest notify)
        {
            Assert.Equal(SipMethods.Notify, notify.Method);
            _theirTag ??= notify.From.Tag;
            _layer.Open(notify, SipPath.Udp(_bridge)).Respond(SipResponse.Answering(notify, 200, "OK", "watcher"), _network.Now);
            IsActive = notify.Find("Subscription-State")!.StartsWith("active", StringComparison.Ordinal);
            if (notify.Body.IsEmpty)
                return;
            var root = XDocument.Parse(System.Text.Encoding.UTF8.GetString(notify.Body.Span)).Root!;
            XNamespace space = root.Name.Namespace;
            if (root.Attribute("state")!.Value == "full")
                _users.Clear();
            foreach (var user in root.Descendants(space + "user"))
            {
                var name = user.Attribute("entity")!.Value;
                if (user.Attribute("state")?.Value == "deleted")
                    _users.Remove(name);
                else
                    _users.Add(name);
            }
        }

        private void Drain()
        {
            while (_outbox.TryTake(out var output))
                _network.Send(Address, _bridge, ((SignallingOutput.Transmit)output).Bytes);
        }
    }
}
