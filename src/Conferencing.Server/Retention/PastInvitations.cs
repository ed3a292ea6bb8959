using Conferencing.Booking.Invitations;
using Conferencing.Server.Data;
using Conferencing.Server.Settings;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Retention;

/// <summary>
/// Who was invited to a briefing that is over, and what they answered. The number of the last round of letters stays: were there ever another one,
/// calendars would take it for older than what they have.
/// </summary>
internal sealed class PastInvitations(RetentionOptions options) : SweptRule
{
    /// <summary>What was told is JSON in which a member that is empty is not written; a quotation mark in a text is.</summary>
    private const string NamesPeople =
        """
        (i.Told LIKE '%"whom":[{%' OR i.Told LIKE '%"sessions":[{%' OR i.Told LIKE '%"chair":%' OR i.Told LIKE '%"secretary":%' OR i.Told LIKE '%"note":%'
         OR (i.Told LIKE '%"agenda":"%' AND i.Told NOT LIKE '%"agenda":""%'))
        """;

    private const string Asked =
        $"""
        SELECT b.Id FROM Briefings AS b
        WHERE {PastBriefings.IsPast} AND (EXISTS (SELECT 1 FROM Replies AS r WHERE r.BriefingId = b.Id)
          OR EXISTS (SELECT 1 FROM Invitations AS i WHERE i.BriefingId = b.Id AND {NamesPeople}))
        """;

    public override string Id => "invitations";
    public override string Setting => $"{RetentionOptions.Section}:{nameof(RetentionOptions.InvitationDays)}";
    public override int Days => options.InvitationDays;

    public override Task<List<Guid>> Due(Db db, SweepTime time, IReadOnlyCollection<Guid>? among, CancellationToken cancel) => Find(db, Asked, "b.Id", time, among, cancel);

    public override async Task Remove(Db db, SweepTime time, IReadOnlyCollection<Guid> due, CancellationToken cancel)
    {
        await db.Replies.Where(row => due.Contains(row.BriefingId)).ExecuteDeleteAsync(cancel);
        foreach (var row in await db.Invitations.AsNoTracking().Where(row => due.Contains(row.BriefingId)).ToListAsync(cancel))
        {
            var told = InvitationJson.Read<Told>(row.Told);
            var left = InvitationJson.Write(new Told(told.Sequence, new Invitation(told.What.Uid, new InvitedMatter(told.What.Matter.Title), null, []), []));
            await db.Invitations.Where(one => one.BriefingId == row.BriefingId).ExecuteUpdateAsync(one => one.SetProperty(each => each.Told, left), cancel);
        }
    }
}
