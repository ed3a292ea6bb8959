namespace Conferencing.Signalling.Tracing;

/// <summary>Sees every SIP message an agent receives or sends, in its order, on the agent's thread. Returns at once and does not keep the span.</summary>
public delegate void SipTap(bool isOutgoing, SipPath path, ReadOnlySpan<byte> message);
