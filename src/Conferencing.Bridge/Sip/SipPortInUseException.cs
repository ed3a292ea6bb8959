using System.Net;
using System.Net.Sockets;

namespace Conferencing.Bridge.Sip;

/// <summary>The SIP port is taken, or the address is not this machine's; its message is one line for the console.</summary>
public sealed class SipPortInUseException(string transport, IPEndPoint bind, SocketException fault)
    : Exception($"SIP cannot listen on {transport} {bind}: {(fault.SocketErrorCode == SocketError.AddressAlreadyInUse ? "another program has this port" : fault.Message)}");
