using Conferencing.Signalling.Calls;
using Conferencing.Signalling.Messages;

namespace Conferencing.Tests.Signalling;

/// <summary>The messages of a peer that calls us, for a <see cref="ScriptedPeer"/> whose policy is to answer.</summary>
internal static class IncomingPeer
{
    public static CallHandle Invite(ScriptedPeer peer, string? sdp = ScriptedPeer.PlainSdp, string headers = "", string callId = "call1")
    {
        peer.Receive(Text("INVITE", 1, sdp, $"z9hG4bK{callId}", "", headers, callId));
        return peer.Events.OfType<CallEvent.Incoming>().LastOrDefault()?.Call ?? default;
    }

    public static CallHandle Establish(ScriptedPeer peer)
    {
        var call = Invite(peer);
        peer.Do(new CallCommand.Accept(call, SimulatedAgent.Sound));
        Send(peer, "ACK", 1);
        Assert.IsType<CallEvent.Answered>(peer.Events.Last());
        return call;
    }

    /// <summary>A request in the dialog of the newest response that has a tag.</summary>
    public static void Send(ScriptedPeer peer, string method, int sequence, string? body = null, string headers = "", string type = "application/sdp", string callId = "call1")
    {
        var tag = peer.Sent.OfType<SipResponse>().Last(response => response.To.Tag is not null && response.CallId == callId).To.Tag;
        peer.Receive(Text(method, sequence, body, $"z9hG4bK{callId}{method}{sequence}", ";tag=" + tag, headers, callId, type));
    }

    public static void Cancel(ScriptedPeer peer, string headers = "", string callId = "call1") =>
        peer.Receive(Text("CANCEL", 1, null, $"z9hG4bK{callId}", "", headers, callId));

    private static string Text(
        string method, int sequence, string? body, string branch, string toTag, string headers, string callId, string type = "application/sdp") =>
        $"{method} sip:1234@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9;branch={branch}\r\nFrom: <sip:caller@192.0.2.9>;tag=caller\r\n"
        + $"To: <sip:1234@192.0.2.1>{toTag}\r\nCall-ID: {callId}\r\nCSeq: {sequence} {method}\r\nContact: <sip:caller@192.0.2.9>\r\n"
        + (headers.Length == 0 ? "" : headers + "\r\n")
        + (body is null ? "\r\n" : $"Content-Type: {type}\r\n\r\n{body}");
}
