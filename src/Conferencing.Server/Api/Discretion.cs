using System.Collections.Immutable;
using Conferencing.Booking;
using Conferencing.Booking.Capacities;
using Conferencing.Booking.People;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// Who may know of a secret briefing more than that its rooms are taken: who booked it, approvers, technicians and administrators (of the
/// province, or of the unit that hosts it), and whoever it names as secretary (<see cref="NamedSecretary"/>). To all others it is <em>busy</em>.
/// </summary>
internal static class Discretion
{
    public static bool SeesAll(Caller caller) => caller.Has(Role.Approver) || caller.Has(Role.Technician);

    public static bool MaySee(Caller caller, Secrecy secrecy, Guid bookedBy) => secrecy == Secrecy.Open || bookedBy == caller.Id || SeesAll(caller);

    /// <param name="host">Approvers and technicians of a unit may know of what it hosts.</param>
    public static bool MaySee(Caller caller, Secrecy secrecy, Guid bookedBy, Guid? host) =>
        MaySee(caller, secrecy, bookedBy) || caller.Has(Role.Approver, host) || caller.Has(Role.Technician, host);

    /// <param name="briefing">With its sessions, for each may name its secretary.</param>
    public static bool MaySee(Caller caller, BriefingRow briefing) =>
        NamedSecretary.In(briefing).Contains(caller.Id) || MaySee(caller, briefing.Secrecy, briefing.BookedById, briefing.Dossier.HostUnitId);

    /// <summary>What is said instead of a title.</summary>
    public static string Busy(Caller caller) => MessageTable.Text(caller.Language, "busy");

    /// <summary>Of these briefings, those the caller may not know of.</summary>
    public static async Task<IReadOnlySet<Guid>> Hidden(Db db, IEnumerable<Guid> briefings, Caller caller, CancellationToken cancel)
    {
        var asked = SeesAll(caller) ? [] : briefings.Distinct().ToList();
        if (asked.Count == 0) return new HashSet<Guid>();
        var secret = await db.Briefings.AsNoTracking().Where(row => asked.Contains(row.Id) && row.Secrecy != Secrecy.Open && row.BookedById != caller.Id)
            .Select(row => new { row.Id, row.Secrecy, row.BookedById, row.Dossier }).ToListAsync(cancel);
        var hidden = secret.Where(row => !MaySee(caller, row.Secrecy, row.BookedById, row.Dossier.HostUnitId)).Select(row => row.Id).ToHashSet();
        hidden.ExceptWith(await NamedSecretary.Among(db, hidden, caller.Id, cancel));
        return hidden;
    }

    /// <summary>The judgement of a request without the titles of others' secrets.</summary>
    public static async Task<BookingVerdict> Blur(IBookingFacts facts, BookingVerdict verdict, Caller caller, CancellationToken cancel)
    {
        if (SeesAll(caller)) return verdict;
        var refused = verdict as BookingVerdict.Rejected;
        var named = (refused?.Clashes ?? []).Concat(verdict.Waived).Concat(verdict.Rivals).Concat(verdict.Dates.SelectMany(date => date.Clashes.Concat(date.Waived)));
        var beside = (refused?.Shortages ?? []).Concat(verdict.Dates.SelectMany(date => date.Shortages)).SelectMany(one => one.Others);
        HashSet<Guid> asked =
        [
            .. named.Where(clash => !clash.IsOpen).Select(clash => clash.BriefingId), .. beside.Where(share => !share.IsOpen).Select(share => share.BriefingId),
            .. verdict.People.Select(clash => clash.BriefingId),
        ];
        if (asked.Count == 0 || await Hidden(facts.Db, asked, caller, cancel) is not { Count: > 0 } hidden) return verdict;
        if (refused is not null) verdict = refused with { Clashes = Blurred(refused.Clashes), Shortages = Others(refused.Shortages, hidden, caller) };
        return verdict with
        {
            Waived = Blurred(verdict.Waived),
            Rivals = Blurred(verdict.Rivals),
            People = Blur(verdict.People, hidden, caller),
            Dates =
            [
                .. verdict.Dates.Select(date => date with
                {
                    Clashes = Blurred(date.Clashes),
                    Waived = Blurred(date.Waived),
                    Shortages = Others(date.Shortages, hidden, caller),
                    People = Blur(date.People, hidden, caller),
                }),
            ],
        };

        ImmutableArray<Clash> Blurred(ImmutableArray<Clash> them) => [.. them.Select(clash => hidden.Contains(clash.BriefingId) ? clash with { Title = Busy(caller) } : clash)];
    }

    /// <summary>What lines and ports lack, for an extension, without the titles of others' secrets.</summary>
    public static async Task<ImmutableArray<Shortage>> Blur(Db db, ImmutableArray<Shortage> shortages, Caller caller, CancellationToken cancel) =>
        Others(shortages, await Hidden(db, shortages.SelectMany(one => one.Others).Select(share => share.BriefingId), caller, cancel), caller);

    /// <summary>Of a session one may not know of, it is not told what somebody does in it either.</summary>
    public static ImmutableArray<PersonClash> Blur(ImmutableArray<PersonClash> people, IReadOnlySet<Guid> hidden, Caller caller) =>
        [.. people.Select(clash => hidden.Contains(clash.BriefingId) ? clash with { Title = Busy(caller), OtherDuty = null } : clash)];

    private static ImmutableArray<Shortage> Others(ImmutableArray<Shortage> shortages, IReadOnlySet<Guid> hidden, Caller caller) =>
        [.. shortages.Select(one => one with { Others = [.. one.Others.Select(share => hidden.Contains(share.BriefingId) ? share with { Title = Busy(caller) } : share)] })];
}
