using System.Reflection;
using System.Text.Json;
using Conferencing.Booking;

namespace Conferencing.Tests.Booking;

/// <summary>What leaves a dossier when its people are forgotten: somebody has decided of every word in it.</summary>
public sealed class DossierPeopleTests
{
    /// <summary>Words and identifiers that say what was met about, for whom and where its papers are. A new member belongs here or in <see cref="DossierPeople"/>.</summary>
    private static readonly string[] Kept = [nameof(Dossier.InvitationNumber), nameof(Dossier.HostUnitId), nameof(AgendaItem.RoomId), nameof(AgendaItem.Topic), nameof(DocumentLink.Title), nameof(DocumentLink.Url)];

    [Fact]
    public void Every_word_of_a_dossier_stays_or_goes_by_decision()
    {
        var words = new[] { typeof(Dossier), typeof(AgendaItem), typeof(DocumentLink) }
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)).Where(member => member.PropertyType == typeof(string) || member.PropertyType == typeof(Guid?)).Select(member => member.Name);
        Assert.Equal(words.Order(), DossierPeople.Members.Concat(Kept).Order());
    }

    [Fact]
    public void Its_people_go_and_all_else_stays()
    {
        var (unit, room) = (Guid.NewGuid(), Guid.NewGuid());
        var whole = new Dossier("125/GM-UBND", unit, "Trần Văn A", "Lê Thị B", BriefingMode.Lecture, true, "Hỏi anh C", "Mã két: hỏi chị D")
        {
            ChairMail = "a@khanhhoa.gov.vn",
            SecretaryMail = "b@khanhhoa.gov.vn",
            SecretaryId = Guid.NewGuid(),
            Agenda = [new AgendaItem("Tình hình mưa lũ", "Ông E", room, 15), new AgendaItem("", "Bà G", null, null)],
            Links = [new DocumentLink("Dự thảo", "https://tailieu.khanhhoa.gov.vn/du-thao.pdf")],
        };
        var left = DossierPeople.Without(whole);
        var expected = new Dossier("125/GM-UBND", unit, Mode: BriefingMode.Lecture, HelpWanted: true)
        {
            Agenda = [new AgendaItem("Tình hình mưa lũ", null, room, 15), new AgendaItem("", null, null, null)],
            Links = whole.Links,
        };
        Assert.Equal(JsonSerializer.Serialize(expected), JsonSerializer.Serialize(left));
        Assert.Equal(JsonSerializer.Serialize(left), JsonSerializer.Serialize(DossierPeople.Without(left)));
    }
}
