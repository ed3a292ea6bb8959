using System.Net;

namespace Conferencing.Bridge.Sip;

/// <summary>The SIP port is taken, or the address is not this machine's; its message is one line for the console.</summary>
public sealed class SipPortInUseException(IPEndPoint bind, string reason)
    : Exception($"SIP cannot listen on UDP {bind}: {reason}");
