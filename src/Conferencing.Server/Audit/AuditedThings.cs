using System.Collections.Frozen;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Audit;

/// <summary>What the audit trail tells of a row of one type. A field that is named nowhere is not told: secrets are left out by not being put in.</summary>
/// <param name="Kind">The word for it in the trail.</param>
/// <param name="Fields">Told as they were and became.</param>
internal sealed record AuditedType(string Kind, params string[] Fields)
{
    /// <summary>Secrets: told is only that they changed, under another name.</summary>
    public IReadOnlyDictionary<string, string> Marks { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>Of a part: the column that says whose part it is. Parts are told in the line of the whole, under <see cref="Kind"/>.</summary>
    public string? PartOf { get; init; }

    /// <summary>Of a part: the kind of the whole.</summary>
    public string? Whole { get; init; }

    /// <summary>Of a part: told with every change of it, so that one knows which it is.</summary>
    public string? Label { get; init; }

    /// <summary>The column of the briefing whose secrecy it shares.</summary>
    public string? Briefing { get; init; }

    /// <summary>The program adds and removes rows of this type by itself: only changes by people are told.</summary>
    public bool OnlyChanges { get; init; }
}

/// <summary>
/// Which tables are people's doing, and which of their columns the trail may tell. Plans, calls, attendance and mail follow from these, or from what
/// happens, and are not told; a test asks of every new table and column that somebody has decided.
/// </summary>
internal static class AuditedThings
{
    public const string Briefing = "briefing";
    public const string Account = "account";

    private const string Room = "room";
    private static readonly string[] Contact = [nameof(UnitRow.ContactName), nameof(UnitRow.Mail), nameof(UnitRow.Phone)];

    public static FrozenDictionary<Type, AuditedType> All { get; } = new Dictionary<Type, AuditedType>
    {
        [typeof(UnitRow)] = new("unit", [nameof(UnitRow.Name), nameof(UnitRow.ShortName), nameof(UnitRow.Kind), nameof(UnitRow.ParentId), nameof(UnitRow.ValidFrom), nameof(UnitRow.ValidTo), .. Contact]),
        [typeof(ReorganisationRow)] = new("reorganisation", nameof(ReorganisationRow.Act), nameof(ReorganisationRow.FromDay), nameof(ReorganisationRow.State)),
        [typeof(SiteRow)] = new("site", [nameof(SiteRow.Name), nameof(SiteRow.ShortName), nameof(SiteRow.UnitId), nameof(SiteRow.LineId), nameof(SiteRow.Latitude), nameof(SiteRow.Longitude), .. Contact]),
        [typeof(LineRow)] = new("line", nameof(LineRow.Name), nameof(LineRow.Kbits), nameof(LineRow.ParentId)),
        [typeof(RoomRow)] = new(Room, [nameof(RoomRow.Name), nameof(RoomRow.ShortName), nameof(RoomRow.SiteId), nameof(RoomRow.UnitId), nameof(RoomRow.Active), nameof(RoomRow.AutomaticGain), nameof(RoomRow.NoiseGate), .. Contact]),
        [typeof(EndpointRow)] = new("endpoints", nameof(EndpointRow.Address), nameof(EndpointRow.Position), nameof(EndpointRow.OutgoingUser), nameof(EndpointRow.Certificate), nameof(EndpointRow.CertifiedUntil), nameof(EndpointRow.Kbits))
        {
            PartOf = nameof(EndpointRow.RoomId),
            Whole = Room,
            Label = nameof(EndpointRow.Address),
            Marks = Mark(nameof(EndpointRow.OutgoingSecret), "outgoingPassword"),
        },
        [typeof(SipAccountRow)] = new("sipAccount", nameof(SipAccountRow.UserName), nameof(SipAccountRow.Realm)) { Marks = Mark(nameof(SipAccountRow.Sha256), "password") },
        [typeof(BriefingRow)] = new(Briefing, nameof(BriefingRow.Title), nameof(BriefingRow.Status), nameof(BriefingRow.Note), nameof(BriefingRow.ReturnReason), nameof(BriefingRow.UrgentReason), nameof(BriefingRow.BookedById), nameof(BriefingRow.ChairRoomId), nameof(BriefingRow.SetUpMinutes), nameof(BriefingRow.Secrecy), nameof(BriefingRow.Protection), nameof(BriefingRow.Recording), nameof(BriefingRow.Dossier)) { Briefing = nameof(BriefingRow.Id) },
        [typeof(BriefingRoomRow)] = new("rooms", nameof(BriefingRoomRow.RoomId), nameof(BriefingRoomRow.Optional), nameof(BriefingRoomRow.Kbits)) { PartOf = nameof(BriefingRoomRow.BriefingId), Whole = Briefing, Label = nameof(BriefingRoomRow.RoomId) },
        [typeof(OccurrenceRow)] = new("sessions", nameof(OccurrenceRow.Start), nameof(OccurrenceRow.End), nameof(OccurrenceRow.ConnectAt), nameof(OccurrenceRow.Status), nameof(OccurrenceRow.Defective), nameof(OccurrenceRow.Competing), nameof(OccurrenceRow.Title), nameof(OccurrenceRow.Note), nameof(OccurrenceRow.ChairRoomId), nameof(OccurrenceRow.Dossier), nameof(OccurrenceRow.SetUpMinutes), nameof(OccurrenceRow.EndedAt), nameof(OccurrenceRow.AgendaPoint))
        {
            PartOf = nameof(OccurrenceRow.BriefingId),
            Whole = Briefing,
            Label = nameof(OccurrenceRow.Start),
        },
        [typeof(SeriesRow)] = new("series", nameof(SeriesRow.Rule), nameof(SeriesRow.FirstDay), nameof(SeriesRow.StartTime), nameof(SeriesRow.LengthSeconds), nameof(SeriesRow.Except), nameof(SeriesRow.OnHoliday), nameof(SeriesRow.OnClash)) { PartOf = nameof(SeriesRow.BriefingId), Whole = Briefing },
        [typeof(GivenStepRow)] = new("givenSteps", nameof(GivenStepRow.Step), nameof(GivenStepRow.For)) { PartOf = nameof(GivenStepRow.BriefingId), Whole = Briefing },
        [typeof(DelegationRow)] = new("delegation", nameof(DelegationRow.FromId), nameof(DelegationRow.ToId), nameof(DelegationRow.FromDay), nameof(DelegationRow.ToDay), nameof(DelegationRow.EndedAt)),
        [typeof(HistoryRow)] = new("acts", nameof(HistoryRow.Action), nameof(HistoryRow.Detail)) { PartOf = nameof(HistoryRow.BriefingId), Whole = Briefing },
        [typeof(DocumentRow)] = new("document", nameof(DocumentRow.Name), nameof(DocumentRow.Bytes), nameof(DocumentRow.BriefingId)) { Briefing = nameof(DocumentRow.BriefingId) },
        [typeof(PresetRow)] = new("preset", nameof(PresetRow.Kind), nameof(PresetRow.OwnerId), nameof(PresetRow.UnitId)) { Marks = Mark(nameof(PresetRow.Content), "content") },
        [typeof(TokenRow)] = new("token", nameof(TokenRow.Name), nameof(TokenRow.AccountId), nameof(TokenRow.ExpiresAt)),
        [typeof(FeedRow)] = new("feed", nameof(FeedRow.Kind), nameof(FeedRow.AccountId), nameof(FeedRow.TargetId)),
        [typeof(OfficialDayRow)] = new("holiday", nameof(OfficialDayRow.Date), nameof(OfficialDayRow.Kind), nameof(OfficialDayRow.Name)),
        [typeof(OutboxRow)] = new("mail", nameof(OutboxRow.State)) { OnlyChanges = true },
        [typeof(Account)] = new(Account, nameof(Identity.Account.UserName), nameof(Identity.Account.DisplayName), nameof(Identity.Account.Roles), nameof(Identity.Account.UnitRoles), nameof(Identity.Account.Language), nameof(Identity.Account.PhoneNumber), nameof(Identity.Account.Email), nameof(Identity.Account.Disabled), nameof(Identity.Account.LockoutEnd), nameof(Identity.Account.TwoFactorEnabled), nameof(Identity.Account.OpenIdIssuer), nameof(Identity.Account.OpenIdSubject), nameof(Identity.Account.OpenIdExpected))
        {
            Marks = new Dictionary<string, string>
            {
                [nameof(Identity.Account.PasswordHash)] = "password",
                [nameof(Identity.Account.TotpKey)] = "secondFactorKey",
                [nameof(Identity.Account.PaperCodes)] = "paperCodes",
            },
        },
        [typeof(FactRow)] = new("fact", nameof(FactRow.Value)),
    }.ToFrozenDictionary();

    /// <summary>What it is called in the trail. A template that is its owner's alone may be of a secret briefing: it has no name there.</summary>
    public static string NameOf(object row) => row switch
    {
        IPlaceRow place => place.Name,
        ReorganisationRow act => act.Title,
        SipAccountRow account => account.UserName,
        BriefingRow briefing => briefing.Title,
        DocumentRow document => document.Name,
        PresetRow preset => preset.UnitId is null ? "" : preset.Name,
        TokenRow token => token.Name,
        OfficialDayRow day => day.Name,
        OutboxRow mail => mail.Address,
        Account account => NameOf(account.DisplayName, account.UserName),
        FactRow fact => fact.Name,
        _ => "",
    };

    public static string NameOf(string displayName, string? userName) => $"{displayName} ({userName})";

    private static FrozenDictionary<string, string> Mark(string column, string name) => new Dictionary<string, string> { [column] = name }.ToFrozenDictionary();
}
