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

    public ImmutableArray<Via>.Builder? Vias;
    public ImmutableArray<NameAddress>.Builder? Contacts;
    public ImmutableArray<NameAddress>.Builder? Routes;
    public ImmutableArray<NameAddress>.Builder? RecordRoutes;

    private Singletons _seen;

    public ImmutableArray<SipHeader>.Builder Others { get; } = ImmutableArray.CreateBuilder<SipHeader>();

    /// <summary>False when this field was there before.</summary>
    public bool Note(Singletons field)
    {
        var isNew = (_seen & field) == 0;
        _seen |= field;
        return isNew;
    }

    /// <summary>What every message must have (RFC 3261 section 8.1.1), and what must agree.</summary>
    public SipReject Check()
    {
        if (Vias is null)
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
            Vias = Vias?.DrainToImmutable() ?? [],
            From = From,
            To = To,
            CallId = CallId!,
            CSeq = CSeq,
            Contacts = Contacts?.DrainToImmutable() ?? [],
            RecordRoutes = RecordRoutes?.DrainToImmutable() ?? [],
            Others = Others.ToImmutable(),
            ContentType = ContentType,
            Body = Body,
        }
        : new SipRequest
        {
            Method = Method,
            RequestUri = RequestUri,
            MaxForwards = MaxForwards,
            Routes = Routes?.DrainToImmutable() ?? [],
            Vias = Vias?.DrainToImmutable() ?? [],
            From = From,
            To = To,
            CallId = CallId!,
            CSeq = CSeq,
            Contacts = Contacts?.DrainToImmutable() ?? [],
            RecordRoutes = RecordRoutes?.DrainToImmutable() ?? [],
            Others = Others.ToImmutable(),
            ContentType = ContentType,
            Body = Body,
        };
}

/// <summary>Header fields that a message has at most once.</summary>
[Flags]
internal enum Singletons
{
    None = 0,
    From = 1,
    To = 2,
    CallId = 4,
    CSeq = 8,
    MaxForwards = 16,
    ContentLength = 32,
    ContentType = 64,
}
