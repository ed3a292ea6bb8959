using System.Globalization;
using System.Text;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Reorganising;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>
/// Finds the briefing a clerk means by "as last time": of the same title, numbers and diacritics aside, else of the same host unit, under
/// whatever name it had then. Never one the caller may not know of.
/// </summary>
internal static class LastTime
{
    /// <summary>Older ones are not looked at.</summary>
    private const int Newest = 2000;

    public static async Task<LatestAnswer?> Find(Db db, string? title, Guid? hostUnitId, Caller caller, CancellationToken cancel)
    {
        var seesAll = Discretion.SeesAll(caller);
        // Identifiers rise with time: the key alone gives the newest.
        var rows = await db.Briefings.AsNoTracking().OrderByDescending(row => row.Id).Take(Newest)
            .Where(row => row.Status != BookingStatus.Cancelled && row.Status != BookingStatus.Returned)
            .Where(row => seesAll || row.Secrecy == Secrecy.Open || row.BookedById == caller.Id)
            .Select(row => new { row.Id, row.Title, row.Dossier, row.BookedBy!.DisplayName, Start = row.Occurrences.Min(one => one.Start) }).ToListAsync(cancel);
        var wanted = Stem(title);
        var found = wanted.Length > 0 ? rows.Find(row => Stem(row.Title) == wanted) : null;
        if (found is null && hostUnitId is { } host)
        {
            var hosts = (await Lineages.Read(db, cancel)).AndBefore(host);
            found = rows.Find(row => row.Dossier.HostUnitId is { } then && hosts.Contains(then));
        }
        return found is null ? null : new LatestAnswer(found.Id, found.Title, found.Start.ToLocal(), found.DisplayName);
    }

    /// <summary>Letters only, without diacritics: "Giao ban tuần 47/2026" and "giao ban tuan 48" are the same meeting.</summary>
    private static string Stem(string? title)
    {
        var stem = new StringBuilder();
        foreach (var letter in (title ?? "").Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetter(letter)) stem.Append(char.ToLowerInvariant(letter is 'đ' or 'Đ' ? 'd' : letter));
            else if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark && stem.Length > 0 && stem[^1] != ' ') stem.Append(' ');
        }
        return stem.ToString().Trim();
    }
}
