using System.Globalization;
using System.Net;
using System.Text;
using Conferencing.Signalling;
using Conferencing.Signalling.Messages;
using Conferencing.Signalling.Transactions;

namespace Conferencing.Tests.Signalling;

/// <summary>
/// Transactions as tables: what comes in at which millisecond, and the exact lines that come out. A script is words like <c>200@700</c> (a response),
/// <c>INVITE@0</c>, <c>ACK@900</c> (a request); an expectation is words like <c>INVITE@500</c>, <c>user:200@700</c>, <c>fail:TimedOut@32000</c>.
/// </summary>
public sealed class TransactionTests
{
    [Theory]
    [InlineData("", "INVITE@0 INVITE@500 INVITE@1500 INVITE@3500 INVITE@7500 INVITE@15500 INVITE@31500 fail:TimedOut@32000")]
    [InlineData("100@100", "INVITE@0 user:100@100")]
    [InlineData("180@600 200@5000 200@5500", "INVITE@0 INVITE@500 user:180@600 user:200@5000 ACK@5000 ACK@5500")]
    [InlineData("200@100 100@200 180@300", "INVITE@0 user:200@100 ACK@100")]
    [InlineData("200@100 200:fork@200 200:fork@700", "INVITE@0 user:200@100 ACK@100 user:200@200 ACK@200 ACK@700")]
    [InlineData("486@100 486@600 180@700 200@800", "INVITE@0 ACK@100 user:486@100 ACK@600")]
    [InlineData("486@100 486@32000 486@32200", "INVITE@0 ACK@100 user:486@100 ACK@32000")]
    [InlineData("200@100 200@32000 200@32200", "INVITE@0 user:200@100 ACK@100 ACK@32000")]
    [InlineData("100@100 giveup@1000", "INVITE@0 user:100@100 fail:TimedOut@33000")]
    [InlineData("100@100 giveup@1000 487@32900", "INVITE@0 user:100@100 ACK@32900 user:487@32900")]
    [InlineData("unreachable@20", "INVITE@0 fail:Unreachable@20")]
    [InlineData("100@10 unreachable@20 486@30", "INVITE@0 user:100@10 ACK@30 user:486@30")]
    public void Invite_client(string script, string expected) => Run(new Client(SipMethods.Invite), script, expected, 80_000);

    [Theory]
    [InlineData("", "BYE@0 BYE@500 BYE@1500 BYE@3500 BYE@7500 BYE@11500 BYE@15500 BYE@19500 BYE@23500 BYE@27500 BYE@31500 fail:TimedOut@32000")]
    [InlineData("200@100 200@200", "BYE@0 user:200@100")]
    [InlineData("100@600 481@9000", "BYE@0 BYE@500 user:100@600 BYE@1500 BYE@5500 user:481@9000")]
    [InlineData("unreachable@20", "BYE@0 fail:Unreachable@20")]
    public void Non_invite_client(string script, string expected) => Run(new Client(SipMethods.Bye), script, expected, 80_000);

    [Theory]
    [InlineData("INVITE@0", "user:INVITE@0 100@200")]
    [InlineData("INVITE@0 send180@100 INVITE@500", "user:INVITE@0 180@100 180@500")]
    [InlineData("INVITE@0 send486@100 ACK@900 INVITE@950 ACK@1000", "user:INVITE@0 486@100 486@600")]
    [InlineData("INVITE@0 send486@100 INVITE@300", "user:INVITE@0 486@100 486@300 486@600 486@1600 486@3600 486@7600 486@11600 486@15600 486@19600 486@23600 486@27600 486@31600")]
    [InlineData("INVITE@0 send200@100 INVITE@600 ACK@700", "user:INVITE@0 200@100 user:ACK@700")]
    [InlineData("INVITE@0 send486@0 ACK@10 INVITE@5100", "user:INVITE@0 486@0 user:INVITE@5100 100@5300")]
    public void Invite_server(string script, string expected) => Run(new Server(SipMethods.Invite), script, expected, 80_000);

    [Theory]
    [InlineData("BYE@0 BYE@100 send200@200 BYE@500 BYE@32100 BYE@32300", "user:BYE@0 200@200 200@500 200@32100 user:BYE@32300")]
    public void Non_invite_server(string script, string expected) => Run(new Server(SipMethods.Bye), script, expected, 80_000);

    /// <summary>
    /// How long a finished transaction is held to absorb what comes again, to the millisecond (RFC 3261 table 4, RFC 6026 section 7): D 32 s, K and I T4,
    /// B, F, H, J, L and M 64*T1; over a connection D, I, J and K are zero.
    /// </summary>
    [Theory]
    [InlineData("INVITE client", false, "", 32_000)] // B
    [InlineData("INVITE client", true, "", 32_000)]
    [InlineData("INVITE client", false, "486@100", 32_100)] // D
    [InlineData("INVITE client", true, "486@100", 100)]
    [InlineData("INVITE client", false, "200@100", 32_100)] // M
    [InlineData("INVITE client", true, "200@100", 32_100)]
    [InlineData("INVITE client", true, "180@100 giveup@500", 32_500)]
    [InlineData("BYE client", false, "", 32_000)] // F
    [InlineData("BYE client", true, "", 32_000)]
    [InlineData("BYE client", false, "100@300", 32_000)]
    [InlineData("BYE client", false, "200@100", 5_100)] // K
    [InlineData("BYE client", true, "200@100", 100)]
    [InlineData("INVITE server", false, "INVITE@0 send200@100", 32_100)] // L
    [InlineData("INVITE server", true, "INVITE@0 send200@100", 32_100)]
    [InlineData("INVITE server", false, "INVITE@0 send200@100 ACK@300", 32_100)]
    [InlineData("INVITE server", false, "INVITE@0 send486@100", 32_100)] // H
    [InlineData("INVITE server", true, "INVITE@0 send486@100", 32_100)]
    [InlineData("INVITE server", false, "INVITE@0 send486@100 ACK@300", 5_300)] // I
    [InlineData("INVITE server", true, "INVITE@0 send486@100 ACK@300", 300)]
    [InlineData("BYE server", false, "BYE@0 send200@100", 32_100)] // J
    [InlineData("BYE server", true, "BYE@0 send200@100", 100)]
    public void A_finished_transaction_is_held_for_its_time(string machine, bool isReliable, string script, int until)
    {
        var parts = machine.Split(' ');
        var transport = isReliable ? SipTransport.Tcp : SipTransport.Udp;
        Rig rig = parts[1] == "client" ? new Client(parts[0], transport) : new Server(parts[0], transport);
        rig.Begin();
        foreach (var word in script.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = int.Parse(word.Split('@')[1], CultureInfo.InvariantCulture);
            rig.AdvanceTo(at);
            if (at == until)
                Assert.Equal(1, rig.Layer.Count);
            rig.Play(word.Split('@')[0]);
        }

        if (rig.Layer.Count > 0)
        {
            rig.AdvanceTo(until - 1);
            Assert.Equal(1, rig.Layer.Count);
            rig.AdvanceTo(until);
        }

        Assert.Equal((0, 0), (rig.Layer.Count, rig.Layer.Deadlines.Count));
    }

    /// <summary>The same over a connection: timers A, E and G never come, D, I, J and K are zero (RFC 3261 section 17, RFC 6026 section 7).</summary>
    [Theory]
    [InlineData("", "INVITE@0 fail:TimedOut@32000")]
    [InlineData("180@600 200@5000 200@5500", "INVITE@0 user:180@600 user:200@5000 ACK@5000 ACK@5500")]
    [InlineData("200@100 200:fork@31000 200@32200", "INVITE@0 user:200@100 ACK@100 user:200@31000 ACK@31000")]
    [InlineData("486@100 486@101", "INVITE@0 ACK@100 user:486@100")]
    [InlineData("unreachable@20", "INVITE@0 fail:Unreachable@20")]
    [InlineData("closed@20 200@30", "INVITE@0 INVITE@20 user:200@30 ACK@30")]
    [InlineData("closed@20 unreachable@30", "INVITE@0 INVITE@20 fail:Unreachable@30")]
    [InlineData("closed@20 closed@30", "INVITE@0 INVITE@20 fail:ConnectionLost@30")]
    [InlineData("180@10 closed@20 487@100", "INVITE@0 user:180@10 fail:ConnectionLost@20 ACK@100 user:487@100")]
    [InlineData("180@10 closed@20", "INVITE@0 user:180@10 fail:ConnectionLost@20 fail:TimedOut@32020")]
    [InlineData("200@10 closed@20 200@30", "INVITE@0 user:200@10 ACK@10 ACK@30")]
    public void Invite_client_over_a_connection(string script, string expected) => Run(new Client(SipMethods.Invite, SipTransport.Tcp), script, expected, 80_000);

    [Theory]
    [InlineData("", "BYE@0 fail:TimedOut@32000")]
    [InlineData("200@100 200@101", "BYE@0 user:200@100")]
    [InlineData("100@600 481@9000", "BYE@0 user:100@600 user:481@9000")]
    [InlineData("closed@20 200@30", "BYE@0 BYE@20 user:200@30")]
    [InlineData("100@10 closed@20", "BYE@0 user:100@10 fail:ConnectionLost@20")]
    public void Non_invite_client_over_a_connection(string script, string expected) => Run(new Client(SipMethods.Bye, SipTransport.Tls), script, expected, 80_000);

    [Theory]
    [InlineData("INVITE@0", "user:INVITE@0 100@200")]
    [InlineData("INVITE@0 send486@100 ACK@900 INVITE@901", "user:INVITE@0 486@100 user:INVITE@901 100@1101")]
    [InlineData("INVITE@0 send486@100", "user:INVITE@0 486@100")]
    [InlineData("INVITE@0 send200@100 INVITE@600 ACK@700", "user:INVITE@0 200@100 user:ACK@700")]
    public void Invite_server_over_a_connection(string script, string expected) => Run(new Server(SipMethods.Invite, SipTransport.Tcp), script, expected, 80_000);

    [Theory]
    [InlineData("BYE@0 BYE@100 send200@200 BYE@201", "user:BYE@0 200@200 user:BYE@201")]
    public void Non_invite_server_over_a_connection(string script, string expected) => Run(new Server(SipMethods.Bye, SipTransport.Tls), script, expected, 80_000);

    private static void Run(Rig rig, string script, string expected, int until)
    {
        rig.Begin();
        foreach (var word in script.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = word.Split('@');
            rig.AdvanceTo(int.Parse(parts[1], CultureInfo.InvariantCulture));
            rig.Play(parts[0]);
        }

        rig.AdvanceTo(until);
        Assert.Equal(expected, string.Join(' ', rig.Log));
        if (!rig.MayStay)
            Assert.Equal((0, 0), (rig.Layer.Count, rig.Layer.Deadlines.Count));
    }

    private abstract class Rig : ITransactionUser
    {
        private readonly Outbox _outbox = new();

        protected Rig(SipTransport transport)
        {
            Peer = new SipPath(transport, new IPEndPoint(IPAddress.Parse("192.0.2.1"), 5060));
            Layer = new TransactionLayer(new TransactionTimers(), _outbox, new Deadlines());
        }

        protected SipPath Peer { get; }

        public TransactionLayer Layer { get; }

        public List<string> Log { get; } = [];

        public virtual bool MayStay => false;

        protected Tick Now { get; private set; } = new(0);

        public abstract void Begin();

        public abstract void Play(string word);

        public void AdvanceTo(int milliseconds)
        {
            var until = new Tick(milliseconds * 1000L);
            while (Layer.Deadlines.Soonest <= until)
            {
                Now = Layer.Deadlines.Soonest;
                Layer.Deadlines.TryTakeDue(Now, out var part);
                part.Advance(Now);
                Drain();
            }

            Now = until;
        }

        public abstract void Receive(ClientTransaction transaction, SipResponse response, Tick now);

        public void Fail(ClientTransaction transaction, TransactionFailure failure, Tick now) => Note("fail:" + failure);

        protected void Note(string what)
        {
            Drain();
            Log.Add(string.Create(CultureInfo.InvariantCulture, $"{what}@{Now.Microseconds / 1000}"));
        }

        protected void Drain()
        {
            while (_outbox.TryTake(out var output))
            {
                var transmit = (SignallingOutput.Transmit)output;
                SipParser.Parse(transmit.Bytes.Span, new MessageLimits(), out var message);
                var what = message is SipRequest request ? request.Method : ((SipResponse)message!).Status.ToString(CultureInfo.InvariantCulture);
                Log.Add(string.Create(CultureInfo.InvariantCulture, $"{what}@{Now.Microseconds / 1000}"));
            }
        }

        protected SipRequest Request(string method) => new()
        {
            Method = method,
            RequestUri = "sip:room@192.0.2.1",
            Vias = [Via.Create(Peer.Transport, new IPEndPoint(IPAddress.Parse("192.0.2.2"), 5060), "z9hG4bK1")],
            From = NameAddress.Create(null, "sip:a@192.0.2.2", "from"),
            To = NameAddress.Create(null, "sip:room@192.0.2.1"),
            CallId = "call",
            CSeq = new CSeq(1, method),
        };
    }

    private sealed class Client(string method, SipTransport transport = SipTransport.Udp) : Rig(transport)
    {
        private ClientTransaction _transaction = null!;

        /// <summary>A call that goes on ringing has no end of its own.</summary>
        public override bool MayStay => Log[^1].StartsWith("user:100", StringComparison.Ordinal);

        public override void Begin()
        {
            _transaction = method == SipMethods.Invite
                ? Layer.SendInvite(Request(method), Peer, this, Now)
                : Layer.Send(Request(method), Peer, this, Now);
            Drain();
        }

        public override void Play(string word)
        {
            switch (word)
            {
                case "unreachable":
                    Layer.Unreachable(Peer, Now);
                    break;
                case "closed":
                    Layer.ConnectionClosed(Peer, Now);
                    break;
                case "giveup":
                    ((InviteClientTransaction)_transaction).GiveUp(Now);
                    break;
                default:
                    var parts = word.Split(':');
                    var status = int.Parse(parts[0], CultureInfo.InvariantCulture);
                    var tag = parts.Length > 1 ? parts[1] : "to";
                    Layer.Receive(SipResponse.Answering(Request(method), status, "Test", tag), Now);
                    break;
            }

            Drain();
        }

        public override void Receive(ClientTransaction transaction, SipResponse response, Tick now)
        {
            Note("user:" + response.Status.ToString(CultureInfo.InvariantCulture));
            if (response.IsSuccess && transaction is InviteClientTransaction invite)
                invite.Acknowledge(response.To.Tag!, Peer, SipWriter.Write(Request(SipMethods.Ack)));
        }
    }

    private sealed class Server(string method, SipTransport transport = SipTransport.Udp) : Rig(transport)
    {
        private ServerTransaction? _transaction;

        public override bool MayStay => Log[^1].StartsWith("100", StringComparison.Ordinal) || Log[^1].StartsWith("180", StringComparison.Ordinal)
            || Log[^1].StartsWith("user:BYE", StringComparison.Ordinal);

        public override void Begin()
        {
            // The script's first request begins it.
        }

        public override void Play(string word)
        {
            if (word.StartsWith("send", StringComparison.Ordinal))
            {
                var status = int.Parse(word.AsSpan(4), CultureInfo.InvariantCulture);
                _transaction!.Respond(SipResponse.Answering(Request(method), status, "Test", "to"), Now);
            }
            else if (!Layer.TryReceive(Request(word), Now))
            {
                Note("user:" + word);
                if (word == SipMethods.Invite)
                    _transaction = Layer.OpenInvite(Request(word), Peer, Now);
                else if (word != SipMethods.Ack)
                    _transaction = Layer.Open(Request(word), Peer);
            }

            Drain();
        }

        public override void Receive(ClientTransaction transaction, SipResponse response, Tick now) =>
            throw new InvalidOperationException("A server has no client transaction");
    }
}
