using Conferencing.Booking;
using Conferencing.Server.Audit;
using Conferencing.Server.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;
using NodaTime.Text;

namespace Conferencing.Server.Data;

/// <summary>
/// The database: bookings, plans, history, accounts. Moments are UTC milliseconds, days ISO 8601 text, on SQLite as on PostgreSQL, so that
/// both sort and compare alike and one statement asks either.
/// </summary>
internal class Db : IdentityUserContext<Account, Guid>
{
    public Db(DbContextOptions<Db> options) : base(options)
    {
    }

    protected Db(DbContextOptions options) : base(options)
    {
    }

    public DbSet<UnitRow> Units => Set<UnitRow>();
    public DbSet<ReorganisationRow> Reorganisations => Set<ReorganisationRow>();
    public DbSet<LineRow> Lines => Set<LineRow>();
    public DbSet<SiteRow> Sites => Set<SiteRow>();
    public DbSet<RoomRow> Rooms => Set<RoomRow>();
    public DbSet<EndpointRow> Endpoints => Set<EndpointRow>();
    public DbSet<SipAccountRow> SipAccounts => Set<SipAccountRow>();
    public DbSet<BriefingRow> Briefings => Set<BriefingRow>();
    public DbSet<OccurrenceRow> Occurrences => Set<OccurrenceRow>();
    public DbSet<OccurrenceRoomRow> OccurrenceRooms => Set<OccurrenceRoomRow>();
    public DbSet<PersonInChargeRow> PeopleInCharge => Set<PersonInChargeRow>();
    public DbSet<DelegationRow> Delegations => Set<DelegationRow>();
    public DbSet<HistoryRow> History => Set<HistoryRow>();
    public DbSet<DocumentRow> Documents => Set<DocumentRow>();
    public DbSet<PresetRow> Presets => Set<PresetRow>();
    public DbSet<PlanRow> Plans => Set<PlanRow>();
    public DbSet<LegRow> Legs => Set<LegRow>();
    public DbSet<NodeInstanceRow> NodeInstances => Set<NodeInstanceRow>();
    public DbSet<RecordingRow> Recordings => Set<RecordingRow>();
    public DbSet<TokenRow> Tokens => Set<TokenRow>();
    public DbSet<OnceRow> OnceKeys => Set<OnceRow>();
    public DbSet<OfficialDayRow> OfficialDays => Set<OfficialDayRow>();
    public DbSet<InvitationRow> Invitations => Set<InvitationRow>();
    public DbSet<LetterRow> Letters => Set<LetterRow>();
    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();
    public DbSet<ReplyRow> Replies => Set<ReplyRow>();
    public DbSet<HeldInvitationRow> HeldInvitations => Set<HeldInvitationRow>();
    public DbSet<FeedRow> Feeds => Set<FeedRow>();
    public DbSet<FactRow> Facts => Set<FactRow>();
    public DbSet<AuditRow> AuditRows => Set<AuditRow>();
    public DbSet<RevisionRow> Revisions => Set<RevisionRow>();

    /// <summary>What this context has changed so far, for the audit trail.</summary>
    public AuditNotes Changes { get; } = new();

    /// <summary>What of it is kept in memory somewhere.</summary>
    public Revised Revised { get; } = new();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Instant>().HaveConversion<InstantAsMilliseconds>();
        configurationBuilder.Properties<LocalDate>().HaveConversion<DayAsText>();
        configurationBuilder.Properties<LocalTime>().HaveConversion<TimeAsText>();
        configurationBuilder.Properties<List<LocalDate>>().HaveConversion<DaysAsText, DaysComparer>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<Dossier>().HaveConversion<DossierJson, DossierComparer>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        Places(builder);
        Briefs(builder);
        Duties(builder);
        Conferences(builder);
        Invited(builder);
        builder.Entity<Account>().Property(account => account.Roles).HasConversion(new RolesAsText(), new ListComparer());
        builder.Entity<Account>().Property(account => account.UnitRoles).HasConversion(new UnitRolesAsText(), new UnitRolesComparer()).HasDefaultValueSql("''");
        builder.Entity<Account>().Property(account => account.PaperCodes).HasDefaultValueSql("''");
        builder.Entity<Account>().Property(account => account.TotpStep).HasDefaultValue(0L);
        builder.Entity<Account>().Ignore(account => account.AllRoles).Ignore(account => account.IsWaiting);
        builder.Entity<Account>().HasIndex(account => new { account.OpenIdIssuer, account.OpenIdSubject }).IsUnique();
        builder.Entity<Account>().HasIndex(account => account.OpenIdExpected).IsUnique();
        builder.Entity<TokenRow>(token =>
        {
            token.HasIndex(row => row.Hash).IsUnique();
            token.HasOne(row => row.Account).WithMany().HasForeignKey(row => row.AccountId);
        });
        builder.Entity<FactRow>().HasKey(fact => fact.Name);
        builder.Entity<RevisionRow>().HasKey(row => row.Number);
        builder.Entity<AuditRow>(line =>
        {
            line.ToTable("Audit");
            line.HasKey(row => row.Number);
            line.Property(row => row.Number).ValueGeneratedNever();
            line.HasIndex(row => row.At);
            line.HasIndex(row => new { row.Kind, row.ThingId });
            line.HasIndex(row => row.AccountId);
        });
        if (Database.IsNpgsql()) PostgresShape.Apply(builder);
    }

    private static void Places(ModelBuilder builder)
    {
        builder.Entity<UnitRow>().HasOne<UnitRow>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
        builder.Entity<ReorganisationRow>().HasOne(row => row.AskedBy).WithMany().HasForeignKey(row => row.AskedById).OnDelete(DeleteBehavior.Restrict);
        builder.Entity<LineRow>(line =>
        {
            line.Ignore(row => row.ShortName);
            line.HasOne<LineRow>().WithMany().HasForeignKey(row => row.ParentId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<SiteRow>().HasOne<LineRow>().WithMany().HasForeignKey(row => row.LineId).OnDelete(DeleteBehavior.Restrict);
        builder.Entity<SipAccountRow>().HasIndex(row => row.UserName).IsUnique();
        builder.Entity<RoomRow>().HasMany(room => room.Endpoints).WithOne().HasForeignKey(row => row.RoomId);
    }

    private static void Briefs(ModelBuilder builder)
    {
        builder.Entity<BriefingRow>(briefing =>
        {
            briefing.HasOne(row => row.BookedBy).WithMany().HasForeignKey(row => row.BookedById).OnDelete(DeleteBehavior.Restrict);
            briefing.HasOne(row => row.Series).WithOne().HasForeignKey<SeriesRow>(row => row.BriefingId);
            briefing.HasMany(row => row.Rooms).WithOne().HasForeignKey(row => row.BriefingId);
            briefing.HasMany(row => row.History).WithOne().HasForeignKey(row => row.BriefingId);
            briefing.HasMany(row => row.Documents).WithOne().HasForeignKey(row => row.BriefingId);
            briefing.HasMany(row => row.GivenSteps).WithOne().HasForeignKey(row => row.BriefingId);
            briefing.Property(row => row.Reminded).HasDefaultValue(ApprovalSteps.None);
            briefing.Property(row => row.Dossier).HasDefaultValueSql("'{}'");
            briefing.HasIndex(row => row.SecretaryId).HasFilter("SecretaryId IS NOT NULL");
            briefing.Property(row => row.Secrecy).HasDefaultValue(Secrecy.Open);
            briefing.Property(row => row.Protection).HasDefaultValue(Protection.Default);
            briefing.Property(row => row.Recording).HasDefaultValue(RecordingMode.None);
            briefing.Ignore(row => row.Terms);
        });
        builder.Entity<GivenStepRow>().ToTable("GivenSteps");
        builder.Entity<DelegationRow>(lent =>
        {
            lent.HasOne(row => row.From).WithMany().HasForeignKey(row => row.FromId).OnDelete(DeleteBehavior.Restrict);
            lent.HasOne(row => row.To).WithMany().HasForeignKey(row => row.ToId).OnDelete(DeleteBehavior.Restrict);
        });
        builder.Entity<BriefingRoomRow>(room =>
        {
            room.ToTable("BriefingRooms");
            room.HasKey(row => new { row.BriefingId, row.RoomId });
        });
        builder.Entity<OccurrenceRow>(occurrence =>
        {
            occurrence.HasIndex(row => row.Start);
            occurrence.HasIndex(row => new { row.DialInNumber, row.Start });
            // Of a million sessions some dozens wait.
            occurrence.HasIndex(row => row.Start, "IX_Occurrences_Waiting").HasFilter("Status = 'Pending'");
            occurrence.HasIndex(row => row.SecretaryId).HasFilter("SecretaryId IS NOT NULL");
            occurrence.Property(row => row.Missing).HasDefaultValue(ApprovalSteps.None);
            occurrence.Ignore(row => row.Standing);
            occurrence.Ignore(row => row.Slot);
            occurrence.Ignore(row => row.Held);
            occurrence.Ignore(row => row.HoldsRooms);
        });
        builder.Entity<SeriesRow>(series =>
        {
            series.ToTable("Series");
            series.HasKey(row => row.BriefingId);
        });
        builder.Entity<OnceRow>(once =>
        {
            once.HasKey(row => new { row.AccountId, row.Key });
            once.HasIndex(row => row.At);
        });
        builder.Entity<OfficialDayRow>().HasKey(row => row.Date);
        builder.Entity<PresetRow>(preset =>
        {
            preset.HasIndex(row => new { row.Kind, row.UnitId });
            preset.HasOne(row => row.Owner).WithMany().HasForeignKey(row => row.OwnerId).OnDelete(DeleteBehavior.Restrict);
            preset.HasMany(row => row.History).WithOne().HasForeignKey(row => row.PresetId);
        });
        builder.Entity<PresetHistoryRow>().ToTable("PresetHistory");
        builder.Entity<OccurrenceRoomRow>(held =>
        {
            held.HasKey(row => new { row.OccurrenceId, row.RoomId });
            held.HasIndex(row => new { row.RoomId, row.Off, row.Start, row.End, row.OccurrenceId });
            held.HasOne(row => row.Room).WithMany().HasForeignKey(row => row.RoomId).OnDelete(DeleteBehavior.Restrict);
        });
    }

    private static void Duties(ModelBuilder builder) => builder.Entity<PersonInChargeRow>(person =>
    {
        person.HasKey(row => new { row.OccurrenceId, row.Person });
        person.HasIndex(row => new { row.Person, row.Start, row.OccurrenceId });
        person.HasOne<OccurrenceRow>().WithMany().HasForeignKey(row => row.OccurrenceId).OnDelete(DeleteBehavior.Cascade);
    });

    private static void Conferences(ModelBuilder builder)
    {
        builder.Entity<PlanRow>(plan =>
        {
            plan.HasKey(row => row.ConferenceId);
            plan.HasIndex(row => row.EndAt);
        });
        builder.Entity<LegRow>(leg =>
        {
            leg.HasKey(row => row.LegId);
            leg.HasIndex(row => row.ConferenceId);
        });
        builder.Entity<NodeInstanceRow>().HasKey(row => row.InstanceId);
        builder.Entity<RecordingRow>(recording =>
        {
            recording.HasIndex(row => row.BriefingId);
            recording.HasMany(row => row.Files).WithOne().HasForeignKey(row => row.RecordingId);
        });
        builder.Entity<RecordingFileRow>(file =>
        {
            file.ToTable("RecordingFiles");
            file.HasKey(row => new { row.RecordingId, row.File });
        });
    }

    private static void Invited(ModelBuilder builder)
    {
        builder.Entity<InvitationRow>(invitation =>
        {
            invitation.HasKey(row => row.BriefingId);
            invitation.HasOne<BriefingRow>().WithOne().HasForeignKey<InvitationRow>(row => row.BriefingId);
        });
        builder.Entity<LetterRow>(letter =>
        {
            letter.HasIndex(row => row.BriefingId);
            letter.HasIndex(row => row.At);
            letter.HasIndex(row => new { row.OccurrenceId, row.LeadMinutes });
            letter.HasOne<BriefingRow>().WithMany().HasForeignKey(row => row.BriefingId);
            letter.HasMany(row => row.Pieces).WithOne(row => row.Letter).HasForeignKey(row => row.LetterId);
        });
        builder.Entity<OutboxRow>(piece =>
        {
            piece.ToTable("Outbox");
            piece.HasIndex(row => new { row.State, row.DueAt });
        });
        builder.Entity<ReplyRow>(reply =>
        {
            reply.HasIndex(row => row.Key).IsUnique();
            reply.HasIndex(row => row.BriefingId);
            // Of all answers few say no.
            reply.HasIndex(row => row.At, "IX_Replies_Declined").HasFilter("Answer = 'Declined'");
            reply.Ignore(row => row.Reply);
            reply.HasOne<BriefingRow>().WithMany().HasForeignKey(row => row.BriefingId);
        });
        builder.Entity<HeldInvitationRow>(held =>
        {
            held.HasKey(row => row.BriefingId);
            held.HasIndex(row => row.Until);
            held.HasOne<BriefingRow>().WithOne().HasForeignKey<HeldInvitationRow>(row => row.BriefingId);
        });
        builder.Entity<FeedRow>(feed =>
        {
            feed.HasIndex(row => row.Hash).IsUnique();
            feed.HasOne(row => row.Account).WithMany().HasForeignKey(row => row.AccountId);
            feed.HasOne(row => row.Token).WithMany().HasForeignKey(row => row.TokenId).OnDelete(DeleteBehavior.Cascade);
        });
    }

    private sealed class InstantAsMilliseconds() : ValueConverter<Instant, long>(
        instant => instant.ToUnixTimeMilliseconds(), stored => Instant.FromUnixTimeMilliseconds(stored));

    private sealed class DayAsText() : ValueConverter<LocalDate, string>(
        day => LocalDatePattern.Iso.Format(day), stored => LocalDatePattern.Iso.Parse(stored).Value);

    private sealed class TimeAsText() : ValueConverter<LocalTime, string>(
        time => LocalTimePattern.ExtendedIso.Format(time), stored => LocalTimePattern.ExtendedIso.Parse(stored).Value);

    private sealed class DaysAsText() : ValueConverter<List<LocalDate>, string>(
        days => string.Join(' ', days.Select(LocalDatePattern.Iso.Format)),
        stored => stored.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(day => LocalDatePattern.Iso.Parse(day).Value).ToList());

    private sealed class DaysComparer() : ValueComparer<List<LocalDate>>(
        (a, b) => a!.SequenceEqual(b!), days => days.Aggregate(0, HashCode.Combine), days => days.ToList());

    private sealed class RolesAsText() : ValueConverter<List<Role>, string>(
        roles => RoleList.Write(roles), stored => RoleList.Read(stored));

    private sealed class UnitRolesAsText() : ValueConverter<List<UnitRole>, string>(
        roles => UnitRole.Write(roles), stored => UnitRole.ReadAll(stored));

    private sealed class UnitRolesComparer() : ValueComparer<List<UnitRole>>(
        (a, b) => a!.SequenceEqual(b!), roles => roles.Aggregate(0, HashCode.Combine), roles => roles.ToList());

    private sealed class ListComparer() : ValueComparer<List<Role>>(
        (a, b) => a!.SequenceEqual(b!), roles => roles.Aggregate(0, HashCode.Combine), roles => roles.ToList());
}
