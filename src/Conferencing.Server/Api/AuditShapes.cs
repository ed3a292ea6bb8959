using Conferencing.Server.Data;

namespace Conferencing.Server.Api;

/// <summary>A field beside itself.</summary>
/// <param name="Name">As people call it.</param>
/// <param name="Was">Null where there was nothing.</param>
public sealed record AuditFieldAnswer(string Name, string? Was, string? Became);

/// <param name="Who">As he was called then; empty for the program itself.</param>
/// <param name="Thing">As it was called then; "busy" for a secret briefing the reader may not know of.</param>
/// <param name="Hidden">The rest is kept from the reader.</param>
/// <param name="Digest">SHA-256 over this line and the one before.</param>
public sealed record AuditLineAnswer(
    long Number, DateTimeOffset At, string Who, AuditWay Way, string? Address, AuditAct Act, string ActText, string Kind, string KindText, string Thing, string ThingId, bool Hidden,
    AuditFieldAnswer[] Fields, string Digest);

/// <param name="More">There are older ones.</param>
/// <param name="KeepDays">Days after which lines are removed; 0 for never.</param>
public sealed record AuditAnswer(AuditLineAnswer[] Lines, bool More, int KeepDays);

public sealed record AuditChoice(string Value, string Name);

/// <summary>What can be asked for.</summary>
public sealed record AuditChoicesAnswer(AuditChoice[] People, AuditChoice[] Kinds);

/// <param name="Intact">Every line is as it was written, and none is missing between the first and the last.</param>
/// <param name="BrokenAt">The first line that is not.</param>
/// <param name="Why"><c>altered</c>, <c>missing</c> (lines before it), or <c>beginning</c>: lines before the first are gone that no retention removed.</param>
public sealed record AuditChainAnswer(bool Intact, long Lines, long First, long Last, string LastDigest, long? BrokenAt, string? Why);
