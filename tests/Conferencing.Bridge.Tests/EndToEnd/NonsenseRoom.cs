using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Conferencing.Bridge.Tests.EndToEnd;

/// <summary>A room whose program is broken: answers a call with garbage, damaged responses, and at last a 200 whose SDP is none.</summary>
internal sealed class NonsenseRoom : IDisposable
{
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));

    public NonsenseRoom() => _ = Task.Run(Answer);

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    public void Dispose() => _socket.Dispose();

    private async Task Answer()
    {
        try
        {
            while (true)
            {
                var request = await _socket.ReceiveAsync();
                string text = Encoding.UTF8.GetString(request.Buffer);
                if (!text.StartsWith("INVITE ", StringComparison.Ordinal)) continue;
                string[] copied = [.. text.Split("\r\n").Where(IsCopied)];
                await Send(request.RemoteEndPoint, "SIP/2.0 hello\r\n\r\n");
                await Send(request.RemoteEndPoint, "SIP/2.0 200\r\nVia: nonsense\r\n\r\n");
                await Send(request.RemoteEndPoint, new string('x', 3000));
                await Send(request.RemoteEndPoint, Response(copied, "v=0\r\nm=audio seven RTP/AVP many\r\na=rtpmap:\r\nc=IN IP4 nowhere\r\n"));
            }
        }
        catch (Exception fault) when (fault is ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    private async Task Send(IPEndPoint to, string text) => await _socket.SendAsync(Encoding.UTF8.GetBytes(text), to);

    private string Response(string[] copied, string body)
    {
        var lines = copied.Select(line => line.StartsWith("To:", StringComparison.OrdinalIgnoreCase) ? line + ";tag=loi" : line);
        return $"SIP/2.0 200 OK\r\n{string.Join("\r\n", lines)}\r\nContact: <sip:loi@127.0.0.1:{Port}>\r\n"
            + $"Content-Type: application/sdp\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }

    private static bool IsCopied(string line)
        => new[] { "Via:", "From:", "To:", "Call-ID:", "CSeq:" }.Any(name => line.StartsWith(name, StringComparison.OrdinalIgnoreCase));
}
