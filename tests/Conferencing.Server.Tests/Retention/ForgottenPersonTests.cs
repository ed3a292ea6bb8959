using System.Text;
using Conferencing.Booking.Invitations;
using Conferencing.Contract;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;
using Conferencing.Server.Plans;
using Conferencing.Server.Retention;
using Conferencing.Server.Tests.Booking;
using Conferencing.Server.Tests.Rig;
using Microsoft.EntityFrameworkCore;

namespace Conferencing.Server.Tests.Retention;

/// <summary>One person leaves her name wherever the program takes one, and years later it is nowhere any more.</summary>
public sealed class ForgottenPersonTests : IAsyncLifetime
{
    private const string Word = "Zyxwvut";
    private static readonly DateTimeOffset Monday = SeriesForms.Monday();

    /// <summary>Where she is known to be written before; that the search finds her there shows that it would find her after.</summary>
    private static readonly string[] Known =
    [
        "aspnetusers.displayname", "aspnetusers.email", "aspnetusers.normalizedusername", "aspnetusers.openidsubject", "aspnetusers.phonenumber", "aspnetusers.username", "briefings.dossier", "briefings.note",
        "briefings.returnreason", "briefings.urgentreason", "documents.addedby", "givensteps.by", "givensteps.for", "history.detail", "history.who", "invitations.told", "letters.content", "occurrences.dossier", "occurrences.note",
        "officialdays.changedby", "outbox.address", "outbox.name", "peopleincharge.person", "plans.json", "presethistory.who", "presets.name", "replies.address", "replies.comment", "replies.delegatedto", "replies.sender", "tokens.name",
    ];

    private Desk _desk = null!;
    private Guid _person;

    public async Task InitializeAsync()
    {
        // A mail server that is always away: what is to be sent stays.
        _desk = await Desk.Open(2, "--Mail:Host", "127.0.0.1", "--Mail:Port", "1", "--Mail:Tls", "None", "--Mail:From", "hop@khanhhoa.gov.vn", "--Mail:HoldSeconds", "0", "--Mail:ReminderMinutes", "");
        var form = new { userName = Word, displayName = $"Bà {Word}", roles = new[] { "administrator" }, password = RunningServer.Password };
        _person = (await _desk.Admin.Post("/api/accounts", form)).Expect(201).Id;
    }

    public async Task DisposeAsync() => await _desk.DisposeAsync();

    [Fact]
    public async Task Her_name_is_nowhere_any_more_and_what_was_met_about_stays()
    {
        var briefing = await LeaveTraces();
        var before = await _desk.Server.Holding(Word);
        Assert.Empty(Known.Except(before));
        string[] named = ["briefings.dossier", "briefings.secretaryid", "occurrences.dossier", "occurrences.secretaryid"];
        Assert.Empty(named.Except(await _desk.Server.Holding(_person.ToString())));
        (await _desk.Admin.Put($"/api/accounts/{_person}", new { displayName = $"Bà {Word}", roles = new[] { "administrator" }, disabled = true })).Expect(200);
        _desk.Server.Clock.Move(TimeSpan.FromDays(900));
        var days = $"from={Monday:yyyy-MM-dd}&to={Monday.AddDays(30):yyyy-MM-dd}";
        var (report, table) = (await _desk.Admin.Get($"/api/reports/use?{days}"), await Sheet(days));
        var swept = (await _desk.Admin.Post("/api/retention/run")).Expect(200);
        Assert.Empty(await _desk.Server.Holding(Word));
        Assert.DoesNotContain(await _desk.Server.Holding(_person.ToString()), column => column.EndsWith(".dossier", StringComparison.Ordinal) || column.EndsWith(".secretaryid", StringComparison.Ordinal));
        Assert.Equal(["0", "0", "0", "0"], swept["rules"].EnumerateArray().Take(4).Select(rule => rule.GetProperty("due").GetRawText()));
        Assert.Equal(report.Expect(200).Body.GetRawText(), (await _desk.Admin.Get($"/api/reports/use?{days}")).Expect(200).Body.GetRawText());
        Assert.Equal(table, await Sheet(days));
        await StillReads(briefing);
        Assert.True((await _desk.Admin.Post("/api/audit/verify")).Expect(200)["intact"].GetBoolean());
    }

    private async Task StillReads(Guid briefing)
    {
        var read = (await _desk.Admin.Get($"/api/briefings/{briefing}")).Expect(200);
        Assert.Equal(("Giao ban tuần", GoneWords.Account, 2), (read["title"].GetString(), read["bookedBy"].GetString(), read["occurrences"].GetArrayLength()));
        var dossier = read["dossier"];
        Assert.Equal(("125/GM-UBND", "Mưa lũ"), (dossier.GetProperty("invitationNumber").GetString(), dossier.GetProperty("agenda")[0].GetProperty("topic").GetString()));
        Assert.Equal([GoneWords.Text], read["history"].EnumerateArray().Select(line => line.GetProperty("who").GetString()).Distinct());
        Assert.Equal("Dự thảo.txt", read["documents"][0].GetProperty("name").GetString());
        // Urgent it was: the word is gone, not the fact.
        Assert.Equal(GoneWords.Text, await _desk.Server.Read(db => db.Briefings.Where(row => row.Id == briefing).Select(row => row.UrgentReason).SingleAsync()));
    }

    private async Task<string> Sheet(string days) =>
        Encoding.UTF8.GetString(await _desk.Admin.Http.GetByteArrayAsync(new Uri($"/api/reports/use/sheet?format=csv&table=sessions&{days}", UriKind.Relative)));

    /// <summary>By the API where it takes a name, and by hand where another program would write it.</summary>
    private async Task<Guid> LeaveTraces()
    {
        using var she = await _desk.Server.SignedIn(Word);
        (await she.Put("/api/session/mail", new { mail = $"{Word}@khanhhoa.gov.vn" })).Expect(204);
        (await she.Put("/api/session/phone", new { phone = $"sip:{Word}@10.0.0.9" })).Expect(204);
        (await she.Post("/api/tokens", new { name = $"máy của {Word}" })).Expect(201);
        (await she.Post("/api/room-groups", new { name = $"Của {Word}", roomIds = _desk.Rooms })).Expect(201);
        var unit = (await _desk.Admin.Post("/api/units", new { name = "Văn phòng", kind = "văn phòng", validFrom = "2020-01-01" })).Expect(201).Id;
        (await she.Post("/api/room-groups", new { name = "Khối sở", unitId = unit, roomIds = _desk.Rooms })).Expect(201);
        (await she.Put($"/api/holidays/{Monday.AddDays(2):yyyy-MM-dd}", new { kind = "holiday", name = "Nghỉ riêng" })).Expect(204);
        var briefing = await Book(she);
        await _desk.Server.Service<WriteGate>().Write(db => WriteByHand(db, briefing), CancellationToken.None);
        return briefing.Id;
    }

    private async Task<ApiAnswer> Book(ApiClient she)
    {
        var form = SeriesForms.Weekly(Monday, _desk.Rooms, 2).With("note", $"Gọi {Word}").With("dossier", Dossier());
        var briefing = (await she.Post("/api/briefings", form)).Expect(201);
        var second = Bookings.Form(Monday.AddDays(7), Monday.AddDays(7).AddHours(1), _desk.Rooms, "Giao ban tuần").With("note", $"Riêng: {Word}").With("dossier", new { secretary = $"Thư ký {Word}", secretaryId = _person })
            .With("version", 1).With("scope", "this").With("occurrenceId", briefing.Session(1));
        (await she.Put($"/api/briefings/{briefing.Id}", second)).Expect(200);
        (await DocumentTests.Upload(she, briefing.Id, "Dự thảo.txt", "Dự thảo"u8.ToArray())).Expect(201);
        return (await she.Get($"/api/briefings/{briefing.Id}")).Expect(200);
    }

    private object Dossier() => new
    {
        invitationNumber = "125/GM-UBND",
        chairPerson = $"Bà {Word}",
        chairMail = $"{Word}@khanhhoa.gov.vn",
        secretary = $"Anh {Word}",
        secretaryMail = $"thuky.{Word}@khanhhoa.gov.vn",
        secretaryId = _person,
        helpNote = $"Hỏi {Word}",
        technicianNote = $"Gọi {Word}",
        agenda = new[] { new { topic = "Mưa lũ", speaker = $"Bà {Word}" } },
    };

    private async Task<int> WriteByHand(Db db, ApiAnswer briefing)
    {
        var (id, session, at) = (briefing.Id, briefing.Session(0), Monday.ToInstant());
        await db.Briefings.Where(row => row.Id == id).ExecuteUpdateAsync(row => row.SetProperty(one => one.ReturnReason, $"{Word} bận").SetProperty(one => one.UrgentReason, $"{Word} yêu cầu"));
        await db.Users.Where(row => row.Id == _person).ExecuteUpdateAsync(row => row.SetProperty(one => one.OpenIdIssuer, "https://dangnhap.vn").SetProperty(one => one.OpenIdSubject, Word).SetProperty(one => one.TotpKey, Word));
        db.AddRange(
            new GivenStepRow { BriefingId = id, Step = Conferencing.Booking.ApprovalSteps.Office, At = at, ById = _person, By = $"Bà {Word}", ForId = _person, For = $"Bà {Word}" },
            new HistoryRow { BriefingId = id, At = at, Who = "Người khác", Action = "actedFor", Detail = $"Bà {Word}" },
            new ReplyRow
            {
                Id = Guid.NewGuid(),
                Key = "1",
                BriefingId = id,
                Standing = ReplyStanding.Noted,
                Address = $"{Word}@khanhhoa.gov.vn",
                Answer = Participation.Delegated,
                Stamp = at,
                At = at,
                Sender = $"{Word}@khanhhoa.gov.vn",
                Comment = $"{Word} bận",
                DelegatedTo = $"em.{Word}@khanhhoa.gov.vn",
            });
        var plan = new ConferencePlan
        {
            ConferenceId = session,
            Revision = 1,
            Title = "Giao ban tuần",
            ConnectAt = Monday,
            StartAt = Monday,
            EndAt = Monday.AddHours(1),
            Participants = [],
            Asides = [new AsidePlan { AsideId = Guid.NewGuid(), RoomId = _desk.Rooms[0], Operator = $"Bà {Word}", Address = "sip:1@10.0.0.9" }],
        };
        db.Plans.Add(new PlanRow { ConferenceId = session, BriefingId = id, Revision = 1, Json = PlanMaker.Write(plan), EndAt = plan.EndAt.ToInstant(), ReleasedAt = plan.EndAt.ToInstant() });
        db.Legs.Add(new LegRow { LegId = Guid.NewGuid(), ConferenceId = session, RoomId = _desk.Rooms[0], CallId = "c", JoinedAt = at, LeftAt = Monday.AddHours(1).ToInstant(), EndReason = LegReason.SessionEnded, InstanceId = Guid.NewGuid() });
        return await db.SaveChangesAsync();
    }
}
