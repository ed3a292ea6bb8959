using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Retention;

/// <summary>
/// Letters of long ago, with the addresses they went to. The courier forgets them too as it sends; this also where mail was switched off since, and
/// what waits then for a session that is over is of no use to anybody.
/// </summary>
internal sealed class SettledMail(MailOptions options) : SweptRule
{
    public override string Id => "mail";
    public override string Setting => $"{MailOptions.Section}:{nameof(MailOptions.KeepDays)}";
    public override int Days => options.KeepDays;

    public override Task<List<Guid>> Due(Db db, SweepTime time, IReadOnlyCollection<Guid>? among, CancellationToken cancel)
    {
        var old = db.Letters.AsNoTracking().Where(letter => letter.At < time.Before && (letter.UsefulUntil <= time.Now || !letter.Pieces.Any(piece => piece.State == MailState.Waiting)));
        return (among is null ? old : old.Where(letter => among.Contains(letter.Id))).Select(letter => letter.Id).ToListAsync(cancel);
    }

    public override Task Remove(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel) =>
        db.Letters.Where(letter => due.Contains(letter.Id)).ExecuteDeleteAsync(cancel);
}
