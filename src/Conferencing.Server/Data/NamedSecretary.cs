using System.Linq.Expressions;
using Conferencing.Booking;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Data;

/// <summary>
/// Who is secretary of a briefing because it, or one of its sessions, names his account: the one place that says for which. He may know of the briefing,
/// whatever its secrecy, keep its agenda, links and files, and lead the sessions he is named for. That takes no role, and a role takes nothing from it.
/// </summary>
internal static class NamedSecretary
{
    /// <summary>Briefings that name the account, or of which a session does.</summary>
    public static Expression<Func<BriefingRow, bool>> Of(Guid account) =>
        briefing => briefing.SecretaryId == account || briefing.Occurrences.Any(session => session.SecretaryId == account);

    /// <summary>Sessions the account is named for: by their own dossier, else by that of their briefing.</summary>
    public static Expression<Func<OccurrenceRow, bool>> OfSession(Guid account) =>
        session => session.SecretaryId == account || (session.Dossier == null && session.Briefing!.SecretaryId == account);

    /// <summary>Accounts that may be named: somebody can sign in to them, and they do not wait for a role (<see cref="Account.IsWaiting"/>).</summary>
    public static Expression<Func<Account, bool>> MayBe { get; } =
        account => !account.Disabled && (account.OpenIdSubject == null || account.Roles != NoRoles || account.UnitRoles != NoUnitRoles);

    private static readonly List<Role> NoRoles = [];
    private static readonly List<UnitRole> NoUnitRoles = [];

    /// <summary>Everybody a briefing, or one of its sessions, names.</summary>
    public static HashSet<Guid> In(BriefingRow briefing) => [.. briefing.Occurrences.Select(session => session.SecretaryId).Append(briefing.SecretaryId).OfType<Guid>()];

    /// <summary>The request with the person's name where it only names the account: letters, pages and warnings speak of people.</summary>
    public static async Task<BookingRequest> WithName(Db db, BookingRequest request, CancellationToken cancel)
    {
        if (request.Dossier is not { SecretaryId: { } account } dossier || !string.IsNullOrWhiteSpace(dossier.Secretary)) return request;
        var name = await db.Users.AsNoTracking().Where(one => one.Id == account).Select(one => one.DisplayName).SingleOrDefaultAsync(cancel);
        return request with { Dossier = dossier with { Secretary = name } };
    }

    /// <summary>Whether anything names the account: two questions, each with an index of its own.</summary>
    public static async Task<bool> IsNamed(Db db, Guid account, CancellationToken cancel) =>
        await db.Briefings.AnyAsync(one => one.SecretaryId == account, cancel) || await db.Occurrences.AnyAsync(one => one.SecretaryId == account, cancel);

    public static Task<bool> Knows(Db db, Guid briefing, Guid account, CancellationToken cancel) =>
        db.Briefings.Where(one => one.Id == briefing).AnyAsync(Of(account), cancel);

    public static Task<bool> Leads(Db db, Guid session, Guid account, CancellationToken cancel) =>
        db.Occurrences.Where(one => one.Id == session).AnyAsync(OfSession(account), cancel);

    /// <summary>Of these briefings, those he knows of.</summary>
    public static async Task<HashSet<Guid>> Among(Db db, IReadOnlyCollection<Guid> briefings, Guid account, CancellationToken cancel) =>
        briefings.Count == 0 ? [] : await db.Briefings.Where(one => briefings.Contains(one.Id)).Where(Of(account)).Select(one => one.Id).ToHashSetAsync(cancel);
}
