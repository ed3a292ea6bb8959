using System.Text.Json;
using System.Text.RegularExpressions;
using Conferencing.Server.Audit;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Conferencing.Server.Tests.Access;

/// <summary>Somebody has decided, of every table and column, whether the audit trail tells it.</summary>
public sealed partial class AuditedThingsTests
{
    /// <summary>What follows from people's changes, or happens by itself. A new table belongs here or in <see cref="AuditedThings"/>.</summary>
    private static readonly string[] NotPeoples =
    [
        nameof(AuditRow), nameof(OccurrenceRoomRow), nameof(PersonInChargeRow), nameof(PresetHistoryRow), nameof(PlanRow), nameof(LegRow), nameof(NodeInstanceRow), nameof(RecordingRow), nameof(RecordingFileRow), nameof(OnceRow), nameof(RevisionRow),
        nameof(InvitationRow), nameof(LetterRow), nameof(ReplyRow), nameof(HeldInvitationRow), "IdentityUserClaim`1", "IdentityUserLogin`1", "IdentityUserToken`1",
    ];

    /// <summary>Columns of audited tables that the trail leaves out, and why.</summary>
    private static readonly string[] LeftOut =
    [
        // Kept by the program for itself.
        "BriefingRow.CreatedAt", "BriefingRow.AskedAt", "BriefingRow.Reminded", "GivenStepRow.At", "GivenStepRow.ById", "GivenStepRow.By", "GivenStepRow.ForId", "DelegationRow.CreatedAt", "BriefingRow.Version", "BriefingRoomRow.Position", "PresetRow.Version", "TokenRow.CreatedAt", "TokenRow.LastUsedAt", "FeedRow.CreatedAt", "FeedRow.LastUsedAt", "FeedRow.TokenId", "SipAccountRow.ChangedAt",
        "ReorganisationRow.Title", "ReorganisationRow.Wish", "ReorganisationRow.AskedById", "ReorganisationRow.AskedAt", "ReorganisationRow.DoneAt", "ReorganisationRow.Fault", "ReorganisationRow.Moved",
        "OccurrenceRow.ExtendedSteps", "OccurrenceRow.RuleDay", "OccurrenceRow.Edited", "OccurrenceRow.Missing", "OccurrenceRow.AgendaSince", "HistoryRow.At", "HistoryRow.Who", "SeriesRow.Zone", "OfficialDayRow.ChangedBy", "OfficialDayRow.ChangedAt",
        "DocumentRow.FileId", "DocumentRow.Hash", "DocumentRow.AddedBy", "DocumentRow.AddedAt", "OutboxRow.LetterId", "OutboxRow.Address", "OutboxRow.Name", "OutboxRow.Rooms", "OutboxRow.Attempts", "OutboxRow.DueAt", "OutboxRow.SentAt", "OutboxRow.Error",
        "Account.CreatedAt", "Account.RetiredAt", "Account.ErasedAt", "Account.TotpStep", "Account.AccessFailedCount", "Account.ConcurrencyStamp", "Account.EmailConfirmed", "Account.LockoutEnabled", "Account.NormalizedEmail", "Account.NormalizedUserName", "Account.PhoneNumberConfirmed",
        // The dossier says it.
        "BriefingRow.SecretaryId", "OccurrenceRow.SecretaryId",
        // Secrets, and what leads to them.
        "OccurrenceRow.DialInNumber", "OccurrenceRow.GuestPin", "OccurrenceRow.HostPin", "TokenRow.Hash", "FeedRow.Hash", "SipAccountRow.Md5", "Account.SecurityStamp",
        // A template of the owner's alone may be named after a secret briefing.
        "PresetRow.Name",
    ];

    private static readonly IModel Model = new DbDesign().CreateDbContext([]).Model;

    [Fact]
    public void Every_table_is_told_or_left_out_by_decision() =>
        Assert.Equal(Model.GetEntityTypes().Select(type => type.ClrType.Name).Order(), AuditedThings.All.Keys.Select(type => type.Name).Concat(NotPeoples).Order());

    [Fact]
    public void Every_column_of_what_is_told_is_told_or_left_out_by_decision()
    {
        var wrong = new List<string>();
        foreach (var (type, told) in AuditedThings.All)
        {
            var entity = Model.FindEntityType(type)!;
            var keys = entity.FindPrimaryKey()!.Properties.Select(key => key.Name);
            string[] decided = [.. told.Fields, .. told.Marks.Keys, .. keys, .. told.PartOf is { } whole ? [whole] : Array.Empty<string>(), .. LeftOut.Where(name => name.StartsWith(type.Name + ".", StringComparison.Ordinal)).Select(name => name[(type.Name.Length + 1)..])];
            wrong.AddRange(entity.GetProperties().Select(property => property.Name).Except(decided).Select(name => $"{type.Name}.{name}"));
            wrong.AddRange(decided.Except(entity.GetProperties().Select(property => property.Name)).Select(name => $"{type.Name}.{name} is no column"));
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_column_that_sounds_like_a_secret_is_told() =>
        Assert.Empty(AuditedThings.All.SelectMany(one => one.Value.Fields.Where(name => Secret().IsMatch(name)).Select(name => $"{one.Key.Name}.{name}")));

    [Fact]
    public void Everything_told_has_its_words_in_both_languages()
    {
        var fields = AuditedThings.All.Values.SelectMany(type => type.Fields.Concat(type.Marks.Values).Concat(type.PartOf is null ? [] : [type.Kind])).Select(JsonNamingPolicy.CamelCase.ConvertName);
        var kinds = AuditedThings.All.Values.Where(type => type.PartOf is null).Select(type => type.Kind);
        var words = fields.Select(name => "field." + name).Concat(kinds.Select(kind => "kind." + kind)).Concat(Enum.GetNames<AuditAct>().Select(act => "act." + act.ToLowerInvariant()))
            .Concat(Enum.GetNames<Role>().Select(role => "value." + JsonNamingPolicy.CamelCase.ConvertName(role)));
        Assert.All(words, word => Assert.True(AuditWords.Has(word), word));
    }

    [GeneratedRegex("Secret|Hash|Pin$|Password|Stamp|Md5|Sha|Token$")]
    private static partial Regex Secret();
}
