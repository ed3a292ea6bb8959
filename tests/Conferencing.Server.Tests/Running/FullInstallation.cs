using Conferencing.Booking;
using Conferencing.Booking.Invitations;
using Conferencing.Booking.Reorganising;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Tests.Booking;
using Conferencing.Server.Tests.Rig;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using NodaTime;

namespace Conferencing.Server.Tests.Running;

/// <summary>An installation with rows in every table: by the API where a test can have them so, and by hand where devices, mail or years make them.</summary>
internal static class FullInstallation
{
    public const string Document = "Dự thảo nghị quyết";
    private static readonly DateTimeOffset Monday = SeriesForms.Monday();

    /// <summary>What it can be asked afterwards.</summary>
    public sealed record Known(Guid Briefing, Guid Session, Guid[] Rooms, Guid File, string Feed, DateTimeOffset Start);

    public static async Task<Known> Fill(RunningServer server)
    {
        using var admin = await server.SignedIn("admin", Role.Administrator);
        using var clerk = await server.SignedIn("clerk", Role.Clerk, Role.Approver);
        var unit = (await admin.Post("/api/units", new { name = "Văn phòng Ủy ban nhân dân tỉnh", kind = "văn phòng", validFrom = "2020-01-01" })).Expect(201).Id;
        (await admin.Post("/api/units", new { name = "Ban Tiếp công dân", kind = "ban", validFrom = "2020-01-01", parentId = unit })).Expect(201);
        var line = (await admin.Post("/api/lines", new { name = "Đèo Cả", kbits = 20000 })).Expect(201).Id;
        (await admin.Post("/api/lines", new { name = "Đèo Cả – xã đảo", kbits = 512, parentId = line })).Expect(201);
        var rooms = await admin.AddRooms(3);
        (await admin.Put($"/api/holidays/{Monday.AddDays(2):yyyy-MM-dd}", new { kind = "holiday", name = "Nghỉ riêng" })).Expect(204);
        (await admin.Post("/api/room-groups", new { name = "Khối sở", unitId = unit, roomIds = rooms })).Expect(201);
        var form = SeriesForms.Weekly(Monday, rooms, 3).With("note", "Mở cửa sớm; 'nháy đơn', \\ và \t").With("dossier", new { chairPerson = "Ông Trần Văn Cả", agenda = new[] { new { topic = "Mưa lũ 🌧", speaker = "Bà Hạ" } } });
        var briefing = (await clerk.Post("/api/briefings", form)).Expect(201);
        var file = (await DocumentTests.Upload(clerk, briefing.Id, "Dự thảo.txt", System.Text.Encoding.UTF8.GetBytes(Document))).Expect(201).Id;
        var feed = (await clerk.Post("/api/feeds", new { kind = "room", targetId = rooms[1] })).Expect(201)["path"].GetString()!;
        var known = new Known(briefing.Id, briefing.Session(0), rooms, file, feed, Monday);
        await server.Service<WriteGate>().Write(db => AddByHand(db, known), CancellationToken.None);
        return known;
    }

    private static async Task<int> AddByHand(Db db, Known known)
    {
        var (admin, clerk, at) = (await Account(db, "admin"), await Account(db, "clerk"), Monday.ToInstant());
        AddConference(db, known, at);
        AddMail(db, known, at);
        AddPeople(db, admin, clerk, at);
        db.AddRange(
            new SiteRow { Id = Guid.NewGuid(), Name = "Điểm cầu Cam Ranh", ShortName = "Cam Ranh", Latitude = 11.9214, Longitude = 109.1591 },
            new SipAccountRow { Id = Guid.NewGuid(), UserName = "phong1", Realm = "khanhhoa", Md5 = "1", Sha256 = "2", ChangedAt = at },
            new GivenStepRow { BriefingId = known.Briefing, Step = ApprovalSteps.Office, At = at, ById = clerk, By = "Người clerk" },
            new OnceRow { AccountId = clerk, Key = "mot", Hash = "1", BriefingId = known.Briefing, Answer = "{}", At = at },
            new ReorganisationRow { Id = Guid.NewGuid(), Act = ReorganisingAct.Rename, FromDay = new LocalDate(2025, 7, 1), Title = "Đổi tên", Wish = "{}", State = ReorganisationState.TakenBack, AskedById = admin, AskedAt = at });
        if (!await db.Facts.AnyAsync(fact => fact.Name == FactRow.Organisation)) db.Facts.Add(new FactRow { Name = FactRow.Organisation, Value = "Tỉnh Khánh Hòa" });
        var saved = await db.SaveChangesAsync();
        // Numbered the last, and gone.
        await db.Set<IdentityUserClaim<Guid>>().Where(claim => claim.ClaimType == "gone").ExecuteDeleteAsync();
        // Finer than PostgreSQL keeps it, and not in UTC.
        var until = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.FromHours(7)).AddTicks(1_234_567);
        return saved + await db.Users.Where(account => account.Id == clerk).ExecuteUpdateAsync(row => row.SetProperty(account => account.LockoutEnd, until));
    }

    private static void AddConference(Db db, Known known, Instant at)
    {
        var plan = new ConferencePlan { ConferenceId = known.Session, Revision = 7, Title = "Giao ban tuần", ConnectAt = Monday, StartAt = Monday, EndAt = Monday.AddHours(1), Participants = [] };
        var recording = new RecordingRow { Id = Guid.NewGuid(), ConferenceId = known.Session, BriefingId = known.Briefing, StartedAt = at, EndedAt = at + Duration.FromHours(1), End = RecordingEnd.Stopped };
        recording.Files.Add(new RecordingFileRow { RecordingId = recording.Id, File = "toan-phien.ogg", Bytes = 3_000_000_000, Milliseconds = 3_600_000 });
        var instance = Guid.NewGuid();
        db.AddRange(
            new PlanRow { ConferenceId = known.Session, BriefingId = known.Briefing, Revision = 7, Json = PlanMaker.Write(plan), EndAt = plan.EndAt.ToInstant(), ReleasedAt = plan.EndAt.ToInstant() },
            new LegRow { LegId = Guid.NewGuid(), ConferenceId = known.Session, RoomId = known.Rooms[0], CallId = "c", JoinedAt = at, LeftAt = at + Duration.FromHours(1), EndReason = LegReason.SessionEnded, InstanceId = instance },
            new NodeInstanceRow { InstanceId = instance, NodeName = "node-1", SeenAt = at },
            recording);
    }

    private static void AddMail(Db db, Known known, Instant at)
    {
        var letter = new LetterRow { Id = Guid.NewGuid(), BriefingId = known.Briefing, Kind = LetterKind.Invitation, OccurrenceId = known.Session, At = at, UsefulUntil = at, Content = "{}" };
        letter.Pieces.Add(new OutboxRow { Id = Guid.NewGuid(), Address = "so@khanhhoa.gov.vn", Name = "Sở", Rooms = "Phòng 1", State = MailState.Sent, DueAt = at, SentAt = at });
        db.AddRange(
            letter,
            new InvitationRow { BriefingId = known.Briefing, Sequence = 2, At = at, Told = "{}" },
            new HeldInvitationRow { BriefingId = known.Briefing, Since = at, Until = at + Duration.FromDays(900) },
            new ReplyRow { Id = Guid.NewGuid(), Key = "1", BriefingId = known.Briefing, Standing = ReplyStanding.Noted, Address = "so@khanhhoa.gov.vn", Day = new LocalDate(2026, 12, 7), Answer = Participation.Declined, Stamp = at, At = at, Sender = "so@khanhhoa.gov.vn", Comment = "Bận" });
    }

    private static void AddPeople(Db db, Guid admin, Guid clerk, Instant at) => db.AddRange(
        new DelegationRow { Id = Guid.NewGuid(), FromId = clerk, ToId = admin, FromDay = new LocalDate(2025, 1, 1), ToDay = new LocalDate(2025, 1, 9), CreatedAt = at },
        new IdentityUserClaim<Guid> { Id = 1, UserId = admin, ClaimType = "chức vụ", ClaimValue = "Chánh Văn phòng" },
        new IdentityUserClaim<Guid> { Id = 41, UserId = admin, ClaimType = "gone" },
        new IdentityUserLogin<Guid> { LoginProvider = "dangnhap", ProviderKey = "1", UserId = admin },
        new IdentityUserToken<Guid> { LoginProvider = "dangnhap", Name = "1", UserId = admin, Value = "2" });

    private static Task<Guid> Account(Db db, string name) => db.Users.Where(account => account.UserName == name).Select(account => account.Id).SingleAsync();
}
