using System.Collections.Immutable;

namespace Conferencing.Signalling.Messages;

/// <summary>A message while its header fields are being read.</summary>
internal sealed class MessageDraft
{
    public string? Method;
    public string RequestUri = "";
    public int Status;
    public string Phrase = "";
    public NameAddress From = null!;
    public NameAddress To = null!;
    public string? CallId;
    public CSeq CSeq;
    public int? MaxForwards;
    public int? ContentLength;
    public string? ContentType;
    public byte[] Body = [];

    public ImmutableArray<Via>.Builder Vias { get; } = ImmutableArray.CreateBuilder<Via>();

    public ImmutableArray<NameAddress>.Builder Contacts { get; } = ImmutableArray.CreateBuilder<NameAddress>();

    public ImmutableArray<NameAddress>.Builder Routes { get; } = ImmutableArray.CreateBuilder<NameAddress>();

    public ImmutableArray<NameAddress>.Builder RecordRoutes { get; } = ImmutableArray.CreateBuilder<NameAddress>();

    public ImmutableArray<SipHeader>.Builder Others { get; } = ImmutableArray.CreateBuilder<SipHeader>();

    /// <summary>What every message must have (RFC 3261 section 8.1.1), and what must agree.</summary>
    public SipReject Check()
    {
        if (Vias.Count == 0)
            return SipReject.MissingVia;
        if (From is null)
            return SipReject.MissingFrom;
        if (To is null)
            return SipReject.MissingTo;
        if (CallId is null)
            return SipReject.MissingCallId;
        if (CSeq.Method is null)
            return SipReject.MissingCSeq;
        return Method is not null && Method != CSeq.Method ? SipReject.MethodMismatch : SipReject.None;
    }

    public SipMessage Finish() => Method is null
        ? new SipResponse
        {
            Status = Status,
            Phrase = Phrase,
            Vias = Vias.ToImmutable(),
            From = From,
            To = To,
            CallId = CallId!,
            CSeq = CSeq,
            Contacts = Contacts.ToImmutable(),
            RecordRoutes = RecordRoutes.ToImmutable(),
            Others = Others.ToImmutable(),
            ContentType = ContentType,
            Body = Body,
        }
        : new SipRequest
        {
            Method = Method,
            RequestUri = RequestUri,
            MaxForwards = MaxForwards,
            Routes = Routes.ToImmutable(),
            Vias = Vias.ToImmutable(),
            From = From,
            To = To,
            CallId = CallId!,
            CSeq = CSeq,
            Contacts = Contacts.ToImmutable(),
            RecordRoutes = RecordRoutes.ToImmutable(),
            Others = Others.ToImmutable(),
            ContentType = ContentType,
            Body = Body,
        };
}
