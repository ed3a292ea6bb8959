using System.Collections.Immutable;
using Conferencing.Booking;
using NodaTime;

namespace Conferencing.Tests.Booking;

/// <summary>The papers and people of a briefing: every limit has its reason at its field.</summary>
public sealed class DossierRulesTests
{
    private static readonly Dossier Good = new("125/GM-UBND", Id(7), "Trần Văn A", "Lê Thị B", BriefingMode.Lecture, true, "Cần micro không dây", "Mã két: hỏi anh C")
    {
        Agenda = [new AgendaItem("Tình hình mưa lũ", "Sở Nông nghiệp và Môi trường", Id(2), 15), new AgendaItem("", "Xã Diên Khánh", null, null)],
        Links = [new DocumentLink("Dự thảo", "https://tailieu.khanhhoa.gov.vn/du-thao.pdf?so=5")],
    };

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static string A(int length) => new('a', length);

    private static Dossier Item(AgendaItem item) => Good with { Agenda = [item] };

    private static Dossier Link(string title, string url) => Good with { Links = [new DocumentLink(title, url)] };

    public static TheoryData<string, string, Dossier> Table() => new()
    {
        { "good", "", Good },
        { "empty", "", Dossier.Empty },
        { "number of 50", "", Good with { InvitationNumber = A(50) } },
        { "number of 51", "invitationNumber:tooLongText", Good with { InvitationNumber = A(51) } },
        { "a line break in the number", "invitationNumber:titleControl", Good with { InvitationNumber = "1\r\nBcc: b" } },
        { "HTML is text", "", Good with { InvitationNumber = "<b>1</b>", ChairPerson = "<script>alert(1)</script>" } },
        { "chair of 151", "chairPerson:tooLongText", Good with { ChairPerson = A(151) } },
        { "secretary of 151", "secretary:tooLongText", Good with { Secretary = A(151) } },
        { "help of 1001", "helpNote:tooLongText", Good with { HelpNote = A(1001) } },
        { "help of several lines", "", Good with { HelpNote = "một\r\nhai\tba" } },
        { "a bell in the help", "helpNote:titleControl", Good with { HelpNote = "một\a" } },
        { "note of 4001", "technicianNote:tooLongText", Good with { TechnicianNote = A(4001) } },
        { "100 points", "", Good with { Agenda = [.. Enumerable.Repeat(Good.Agenda[1], 100)] } },
        { "101 points", "agenda:agendaTooLong", Good with { Agenda = [.. Enumerable.Repeat(Good.Agenda[1], 101)] } },
        { "topic of 301", "agenda[0].topic:tooLongText", Item(new AgendaItem(A(301), null, null, null)) },
        { "speaker of 151", "agenda[0].speaker:tooLongText", Item(new AgendaItem("a", A(151), null, null)) },
        { "a speaker from elsewhere", "agenda[0].roomId:agendaRoomNotIn", Item(new AgendaItem("a", null, Id(9), null)) },
        { "no minutes", "agenda[0].minutes:agendaMinutes", Item(new AgendaItem("a", null, null, 0)) },
        { "481 minutes", "agenda[0].minutes:agendaMinutes", Item(new AgendaItem("a", null, null, 481)) },
        { "21 links", "links:linksTooMany", Good with { Links = [.. Enumerable.Repeat(Good.Links[0], 21)] } },
        { "a script as a link", "links[0].url:linkMalformed", Link("a", "javascript:alert(1)") },
        { "a file as a link", "links[0].url:linkMalformed", Link("a", "file:///etc/passwd") },
        { "a password in a link", "links[0].url:linkMalformed", Link("a", "https://a:b@khanhhoa.gov.vn/") },
        { "a title without a link", "links[0].url:linkMalformed", Link("a", " ") },
        { "a link of 2001", "links[0].url:tooLongText", Link("a", "https://a.vn/" + A(1988)) },
        { "title of a link of 201", "links[0].title:tooLongText", Link(A(201), "https://a.vn/") },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_limit_has_its_reason_at_its_field(string story, string errors, Dossier dossier) => Assert.Equal(
        (story, errors),
        (story, string.Join(' ', DossierRules.Check(dossier, new HashSet<Guid> { Id(1), Id(2) }).Select(error => $"{error.Field["dossier.".Length..]}:{error.Code}"))));

    [Fact]
    public void The_host_is_a_unit_of_that_day()
    {
        var district = new Unit(Id(7), "UBND huyện Diên Khánh", "Diên Khánh", "huyện", null, new LocalDate(1990, 1, 1), new LocalDate(2025, 6, 30));
        Assert.Empty(DossierRules.CheckHost(Good with { HostUnitId = null }, null, new LocalDate(2025, 7, 1)));
        Assert.Equal("unitUnknown", Assert.Single(DossierRules.CheckHost(Good, null, null)).Code);
        Assert.Empty(DossierRules.CheckHost(Good, district, new LocalDate(2025, 6, 30)));
        Assert.Equal("hostNotThen", Assert.Single(DossierRules.CheckHost(Good, district, new LocalDate(2025, 7, 1))).Code);
    }

    [Fact]
    public void It_is_kept_without_blanks_and_without_points_nobody_filled_in()
    {
        var tidy = new Dossier(" 1 ", null, " ", "\tLê B ", TechnicianNote: "\n")
        {
            Agenda = [new AgendaItem(" ", " ", null, 5), new AgendaItem(" Mưa lũ ", " ", null, 5)],
            Links = [new DocumentLink("", " https://a.vn "), new DocumentLink("", "")],
        }.Tidy();
        Assert.Equal(("1", null, "Lê B", null), (tidy.InvitationNumber, tidy.ChairPerson, tidy.Secretary, tidy.TechnicianNote));
        Assert.Equal(new AgendaItem("Mưa lũ", null, null, 5), Assert.Single(tidy.Agenda));
        Assert.Equal(new DocumentLink("https://a.vn", "https://a.vn"), Assert.Single(tidy.Links));
    }
}
