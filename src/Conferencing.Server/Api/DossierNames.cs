using Conferencing.Booking;
using Conferencing.Server.Data;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Api;

/// <summary>What the units and accounts are called that some dossiers name, as they are called today.</summary>
internal sealed record DossierNames(IReadOnlyDictionary<Guid, string> Units, IReadOnlyDictionary<Guid, SecretaryAnswer> Secretaries)
{
    public static async Task<DossierNames> Of(Db db, IEnumerable<Dossier?> dossiers, CancellationToken cancel)
    {
        var named = dossiers.OfType<Dossier>().ToList();
        var units = named.Select(one => one.HostUnitId).OfType<Guid>().Distinct().ToList();
        var secretaries = named.Select(one => one.SecretaryId).OfType<Guid>().Distinct().ToList();
        return new DossierNames(
            units.Count == 0 ? new Dictionary<Guid, string>() : await db.Units.AsNoTracking().Where(unit => units.Contains(unit.Id)).ToDictionaryAsync(unit => unit.Id, unit => unit.Name, cancel),
            secretaries.Count == 0 ? new Dictionary<Guid, SecretaryAnswer>() : await db.Users.AsNoTracking().Where(account => secretaries.Contains(account.Id))
                .Select(account => new SecretaryAnswer(account.Id, account.DisplayName, account.UserName!, account.Disabled)).ToDictionaryAsync(account => account.Id, cancel));
    }
}
