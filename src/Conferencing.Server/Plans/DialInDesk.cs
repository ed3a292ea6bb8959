using System.Globalization;
using System.Security.Cryptography;
using Conferencing.Booking;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Plans;

/// <summary>
/// Gives approved occurrences the number callers dial and their PINs, and says so in plans. A number is unique among occurrences that
/// overlap in time; who gave a number once keeps it as long as that is so. Belongs inside a write transaction.
/// </summary>
internal sealed class DialInDesk(DialInOptions options)
{
    /// <summary>A session may still be extended: its number stays its own for as long.</summary>
    private static readonly Duration ExtensionMargin = Duration.FromMinutes(60);

    private const int PinDigits = 6;

    public async Task Assign(Db db, IEnumerable<OccurrenceRow> occurrences, CancellationToken cancel)
    {
        if (!options.Enabled) return;
        var ordered = occurrences.OrderBy(one => one.Start).ToList();
        if (ordered.Count == 0) return;
        var lost = await DialInNumbers.Clashing(db, ordered, ExtensionMargin, cancel);
        foreach (var one in ordered.Where(one => lost.Contains(one.Id))) one.DialInNumber = null;
        var kept = ordered.Find(one => one.DialInNumber is not null)?.DialInNumber;
        var wanting = ordered.Where(one => one.DialInNumber is null || TakenAmong(ordered, one).Contains(one.DialInNumber.Value)).ToList();
        if (wanting.Count > 0)
        {
            var free = await DialInNumbers.FirstFree(db, wanting, ExtensionMargin, kept ?? options.FirstNumber, options.EchoNumber, cancel);
            foreach (var one in wanting) one.DialInNumber = Choose(free, TakenAmong(ordered, one));
        }
        foreach (var one in ordered)
        {
            one.GuestPin ??= NewPin(except: one.HostPin);
            one.HostPin ??= NewPin(except: one.GuestPin);
        }
        await db.SaveChangesAsync(cancel);
    }

    /// <summary>Null while the occurrence has no number.</summary>
    /// <param name="present">What technicians locked stays locked.</param>
    public DialInPlan? Plan(OccurrenceRow occurrence, DialInPlan? present) => !options.Enabled || occurrence.DialInNumber is not { } number ? null : new DialInPlan
    {
        Number = number.ToString(CultureInfo.InvariantCulture),
        GuestPin = occurrence.GuestPin!,
        HostPin = occurrence.HostPin!,
        GuestsWaitForChair = options.GuestsWaitForChair,
        RoomsNeedPin = options.RoomsNeedPin,
        MaxGuests = options.MaxGuests,
        Locked = present?.Locked ?? false,
    };

    /// <summary>The sessions of a series share their number where they can.</summary>
    private int Choose(int wanted, HashSet<int> taken)
    {
        while (taken.Contains(wanted) || wanted == options.EchoNumber) wanted++;
        return wanted;
    }

    /// <summary>Numbers just given, which are not stored yet.</summary>
    private static HashSet<int> TakenAmong(List<OccurrenceRow> ordered, OccurrenceRow one) =>
    [
        .. ordered
            .Where(other => other != one && other.DialInNumber is not null && other.End > one.ConnectAt - ExtensionMargin && other.ConnectAt < one.End + ExtensionMargin)
            .Select(other => other.DialInNumber!.Value),
    ];

    private static string NewPin(string? except)
    {
        string pin;
        do pin = RandomNumberGenerator.GetString("0123456789", PinDigits);
        while (pin == except);
        return pin;
    }
}
