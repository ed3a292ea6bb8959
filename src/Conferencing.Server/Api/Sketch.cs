using System.Text.Json;
using System.Text.Json.Serialization;
using Conferencing.Booking;
using Conferencing.Server.Data;
using Conferencing.Server.Identity;

namespace Conferencing.Server.Api;

/// <summary>All of a briefing but its day, as a template keeps it.</summary>
internal sealed record Sketch(
    string Title, Guid ChairRoomId, Guid[] RoomIds, Guid[] OptionalRoomIds, DateTimeOffset Start, DateTimeOffset End, int SetUpMinutes, string? Note,
    Dossier Dossier, Terms Terms, SeriesAnswer? Series)
{
    /// <summary>Rooms called at a lower rate than their own; none in a template of before there were any.</summary>
    public RoomRateAnswer[] LoweredRooms { get; init; } = [];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    /// <param name="briefing">With rooms, series and occurrences.</param>
    public static Sketch Of(BriefingRow briefing, Caller caller)
    {
        var first = briefing.Occurrences.MinBy(one => (one.Status == BookingStatus.Cancelled, one.Start))!;
        var rooms = briefing.Rooms.OrderBy(room => room.Position).ToList();
        var dossier = DossierWords.MayReadTechnicianNote(caller, briefing.BookedById) ? briefing.Dossier : briefing.Dossier with { TechnicianNote = null };
        return new Sketch(
            briefing.Title, briefing.ChairRoomId, [.. rooms.Select(room => room.RoomId)], [.. rooms.Where(room => room.Optional).Select(room => room.RoomId)],
            first.Start.ToLocal(), first.End.ToLocal(), briefing.SetUpMinutes, briefing.Note, dossier, briefing.Terms, SeriesWords.Answer(briefing.Series))
        {
            LoweredRooms = [.. rooms.Where(room => room.Kbits is not null).Select(room => new RoomRateAnswer(room.RoomId, room.Kbits!.Value))],
        };
    }

    public static Sketch Read(string content) => JsonSerializer.Deserialize<Sketch>(content, Options)!;

    public string Write() => JsonSerializer.Serialize(this, Options);

    public SketchAnswer Answer(DossierNames names, bool withTechnicianNote) => new(
        Title, ChairRoomId, RoomIds, OptionalRoomIds, Start, End, SetUpMinutes, Note, DossierWords.Answer(Dossier, names, withTechnicianNote),
        Terms.Secrecy, Terms.Protection, Terms.Recording, Series, LoweredRooms);
}
