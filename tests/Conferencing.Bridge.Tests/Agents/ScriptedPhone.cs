using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conferencing.Bridge.Tests.Agents;

/// <summary>
/// A phone on a real UDP port that does what a test says, word for word. What it does not wait for it leaves lying; a repeated request it has
/// answered already it answers again, as RFC 3261 section 17.2 wants.
/// </summary>
internal sealed class ScriptedPhone : IDisposable
{
    public const string Tag = "phone7";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private readonly Dictionary<string, string> _answers = [];
    private readonly HashSet<string> _heard = [];
    private int _branches;

    public IPEndPoint Address => (IPEndPoint)_socket.Client.LocalEndPoint!;

    public string Uri => $"sip:room@127.0.0.1:{Address.Port}";

    /// <summary>Where the agent is: known from its first message, or told.</summary>
    public IPEndPoint Agent { get; set; } = new(IPAddress.Loopback, 0);

    public static string Sdp(string direction = "sendrecv", int port = 40000) =>
        $"v=0\r\no=phone 1 {port} IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\n"
        + $"a=rtpmap:8 PCMA/8000\r\na=rtpmap:101 telephone-event/8000\r\na={direction}\r\n";

    /// <summary>The next new request of this method; others are passed over.</summary>
    public Task<WireMessage> Request(string method) => Next(message => message.Method == method, method);

    /// <summary>The next new response to a request of ours.</summary>
    public Task<WireMessage> Response(string about) => Next(message => message.IsResponse && message.About == about, $"a response to {about}");

    /// <summary>The next final response to a request of ours.</summary>
    public Task<WireMessage> Final(string about) =>
        Next(message => message.IsResponse && message.About == about && message.Status >= 200, $"a final response to {about}");

    public void Answer(WireMessage request, int status, string phrase, string? sdp = null, params string[] headers)
    {
        var to = request.Tag("To").Length > 0 || status == 100 ? request["To"] : $"{request["To"]};tag={Tag}";
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"SIP/2.0 {status} {phrase}\r\n");
        foreach (var via in request.FindAll("Via"))
            text.Append("Via: ").Append(via).Append("\r\n");
        text.Append(CultureInfo.InvariantCulture, $"From: {request["From"]}\r\nTo: {to}\r\nCall-ID: {request.CallId}\r\nCSeq: {request["CSeq"]}\r\nContact: <{Uri}>\r\n");
        Finish(text, sdp, "application/sdp", headers);
        _answers[Key(request)] = text.ToString();
        Send(text.ToString());
    }

    /// <summary>The last answer to a request, once more.</summary>
    public void AnswerAgain(WireMessage request) => Send(_answers[Key(request)]);

    /// <summary>A call of the phone's own.</summary>
    public void Invite(string callId, string? sdp, string user = "7001") => Say("INVITE", callId, 1, $"sip:{user}@127.0.0.1:{Agent.Port}", $"<sip:{user}@127.0.0.1>", $"z9hG4bKinv{callId}", sdp);

    public void Cancel(string callId, string user = "7001") => Say("CANCEL", callId, 1, $"sip:{user}@127.0.0.1:{Agent.Port}", $"<sip:{user}@127.0.0.1>", $"z9hG4bKinv{callId}", null);

    /// <summary>The ACK of a refusal belongs to the INVITE's transaction (RFC 3261 section 17.1.1.3).</summary>
    public void AcknowledgeRefusal(WireMessage refusal, string user = "7001") =>
        Say("ACK", refusal.CallId, 1, $"sip:{user}@127.0.0.1:{Agent.Port}", refusal["To"], $"z9hG4bKinv{refusal.CallId}", null);

    /// <summary>A request inside the dialog that one of our INVITEs made, or one of the agent's.</summary>
    /// <param name="of">The agent's INVITE, or its answer to ours.</param>
    public void Say(string method, WireMessage of, int sequence, string? body = null, string type = "application/sdp")
    {
        var (remote, local) = of.IsResponse ? (of["To"], of["From"]) : (of["From"], $"{of["To"]};tag={Tag}");
        var target = of["Contact"].Trim('<', '>').Split('>')[0];
        Say(method, of.CallId, sequence, target, remote, $"z9hG4bK{++_branches}", body, type, local);
    }

    public void Dispose() => _socket.Dispose();

    private void Say(string method, string callId, int sequence, string target, string to, string branch, string? body, string type = "application/sdp", string? from = null)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {target} SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:{Address.Port};branch={branch}\r\nMax-Forwards: 70\r\n");
        text.Append(CultureInfo.InvariantCulture, $"From: {from ?? $"\"Phòng 7\" <{Uri}>;tag={Tag}"}\r\nTo: {to}\r\nCall-ID: {callId}\r\nCSeq: {sequence} {method}\r\nContact: <{Uri}>\r\n");
        Finish(text, body, type, []);
        Send(text.ToString());
    }

    private static void Finish(StringBuilder text, string? body, string type, string[] headers)
    {
        foreach (var header in headers)
            text.Append(header).Append("\r\n");
        if (body is not null)
            text.Append(CultureInfo.InvariantCulture, $"Content-Type: {type}\r\n");
        text.Append(CultureInfo.InvariantCulture, $"Content-Length: {Encoding.UTF8.GetByteCount(body ?? "")}\r\n\r\n").Append(body);
    }

    private void Send(string text) => _socket.Send(Encoding.UTF8.GetBytes(text), Agent);

    private async Task<WireMessage> Next(Func<WireMessage, bool> wanted, string what)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            UdpReceiveResult came;
            try
            {
                came = await _socket.ReceiveAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new Xunit.Sdk.XunitException($"{what} did not come");
            }

            if (came.Buffer.Length < 8)
                continue; // keep-alive
            Agent = came.RemoteEndPoint;
            var message = new WireMessage(Encoding.UTF8.GetString(came.Buffer));
            if (!_heard.Add(Key(message)))
                Repeat(message);
            else if (wanted(message))
                return message;
        }
    }

    private void Repeat(WireMessage message)
    {
        if (!message.IsResponse && _answers.TryGetValue(Key(message), out var answer))
            Send(answer);
    }

    private static string Key(WireMessage message) => $"{message.StartLine}|{message.CallId}|{message["CSeq"]}|{message["Via"].Split("branch=")[^1].Split(';')[0]}";
}
