using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Conferencing.Server.Documents;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Booking;

/// <summary>Files put to a briefing: what is taken, what is not, who may, and that nothing is left behind.</summary>
public sealed class DocumentTests : IAsyncLifetime
{
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. RandomNumberGenerator.GetBytes(300_000)];

    private RunningServer _server = null!;
    private ApiClient _clerk = null!;
    private ApiClient _approver = null!;
    private ApiClient _admin = null!;
    private Guid _briefing;

    private string Files => Path.Combine(_server.Folder, "documents");

    public async Task InitializeAsync()
    {
        (_server, _admin, _clerk, _approver, var rooms) = await Desk.Open(2, "--Documents:MaxMegabytes", "1", "--Documents:MaxPerBriefing", "2");
        _briefing = (await _clerk.Post("/api/briefings", Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), rooms))).Expect(201).Id;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_file_is_given_back_as_it_came_under_its_name_and_never_as_a_page()
    {
        const string Name = "Báo cáo <tuần> 47.pdf";
        var added = (await Upload(_clerk, _briefing, Name, Pdf)).Expect(201);
        var listed = (await _approver.Get($"/api/briefings/{_briefing}")).Expect(200)["documents"][0];
        Assert.Equal((Name, Pdf.Length, Convert.ToHexString(SHA256.HashData(Pdf))), (listed.GetProperty("name").GetString(), listed.GetProperty("bytes").GetInt32(), listed.GetProperty("hash").GetString()));
        using var answer = await _approver.Http.GetAsync(new Uri($"/api/briefings/{_briefing}/documents/{added.Id}", UriKind.Relative));
        Assert.Equal(Pdf, await answer.Content.ReadAsByteArrayAsync());
        Assert.Equal(("application/pdf", "attachment", Name), (answer.Content.Headers.ContentType!.MediaType, answer.Content.Headers.ContentDisposition!.DispositionType, answer.Content.Headers.ContentDisposition.FileNameStar));
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("sandbox", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var file = Assert.Single(Directory.GetFiles(Files));
        Assert.True(Guid.TryParse(Path.GetFileName(file), out _), file);
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        (await _clerk.Delete($"/api/briefings/{_briefing}/documents/{added.Id}")).Expect(204);
        Assert.Empty(Directory.GetFiles(Files));
        (await _approver.Get($"/api/briefings/{_briefing}/documents/{added.Id}")).Expect(404);
        Assert.Equal(["booked", "documentAdded", "documentRemoved"], (await _clerk.Get($"/api/briefings/{_briefing}"))["history"].EnumerateArray().Select(entry => entry.GetProperty("action").GetString()));
    }

    public static TheoryData<string, string, byte[], string, string> Refused() => new()
    {
        { "no name", "", Pdf, "name", "Thiếu tên tệp." },
        { "a program", "a.exe", "MZ"u8.ToArray(), "name", "Chỉ nhận các loại tệp: " },
        { "a page", "a.html", "<html>"u8.ToArray(), "name", "Chỉ nhận các loại tệp: " },
        { "a picture that is a program", "a.svg", "<svg>"u8.ToArray(), "name", "Chỉ nhận các loại tệp: " },
        { "two endings", "a.pdf.exe", Pdf, "name", "Chỉ nhận các loại tệp: " },
        { "a program called letter", "a.pdf", "MZ\u0090"u8.ToArray(), "content", "Nội dung tệp không phải loại .pdf." },
        { "a text that is none", "a.txt", [0x41, 0x00, 0x42], "content", "Nội dung tệp không phải loại .txt." },
        { "not in UTF-8", "a.csv", [0x41, 0xFF, 0x42], "content", "Nội dung tệp không phải loại .csv." },
        { "nothing", "a.pdf", [], "content", "Tệp này rỗng." },
        { "a megabyte and one", "a.pdf", [.. "%PDF-"u8, .. new byte[1024 * 1024 - 4]], "content", "Tệp lớn quá 1 MB." },
        { "a line break in the name", "a\r\n.pdf", Pdf, "name", "Có ký tự không hiển thị được." },
        { "a long name", new string('a', 147) + ".pdf", Pdf, "name", "Dài quá 150 ký tự." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task What_is_not_a_paper_is_refused_by_its_field_and_leaves_nothing(string story, string name, byte[] content, string field, string words)
    {
        var refused = await Upload(_clerk, _briefing, name, content);
        Assert.True(refused.Code == 400, $"{story}: {refused.Code} {refused.Body}");
        Assert.StartsWith(words, refused["errors"].GetProperty(field)[0].GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(Files));
    }

    [Fact]
    public async Task A_body_without_an_end_is_cut_at_the_limit()
    {
        using var content = new StreamContent(new Endless());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/briefings/{_briefing}/documents?name=a.pdf") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        try
        {
            using var answer = await _clerk.Http.SendAsync(request);
            Assert.Contains((int)answer.StatusCode, new[] { 400, 413 });
        }
        catch (HttpRequestException)
        {
            // The connection may be closed while the rest is still being sent.
        }
        Assert.Empty(Directory.GetFiles(Files));
    }

    [Theory]
    [InlineData("../../../etc/passwd.pdf", "passwd.pdf")]
    [InlineData("C:\\Users\\An\\Giấy mời.pdf", "Giấy mời.pdf")]
    public async Task Folders_in_a_name_are_left_out(string given, string kept)
    {
        Assert.Equal(kept, (await Upload(_clerk, _briefing, given, Pdf)).Expect(201)["name"].GetString());
        Assert.True(Guid.TryParse(Path.GetFileName(Assert.Single(Directory.GetFiles(Files))), out _));
    }

    [Fact]
    public async Task Only_who_may_change_the_briefing_puts_files_to_it_and_not_too_many()
    {
        var other = await _server.SignedIn("clerk2", Server.Identity.Role.Clerk);
        Assert.Equal("notYours", (await Upload(other, _briefing, "a.pdf", Pdf)).Expect(403).Problem);
        (await Upload(_clerk, Guid.NewGuid(), "a.pdf", Pdf)).Expect(404);
        (await Upload(_clerk, _briefing, "a.pdf", Pdf)).Expect(201);
        var second = (await Upload(_approver, _briefing, "b.txt", Encoding.UTF8.GetBytes("Biên bản"))).Expect(201);
        Assert.Equal("documentsTooMany", (await Upload(_clerk, _briefing, "c.pdf", Pdf)).Expect(409).Problem);
        Assert.Equal("notYours", (await other.Delete($"/api/briefings/{_briefing}/documents/{second.Id}")).Expect(403).Problem);
        Assert.Equal(2, Directory.GetFiles(Files).Length);
    }

    [Fact]
    public async Task A_form_of_another_site_cannot_send_a_file()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent("%PDF-"u8.ToArray()), "file", "a.pdf" } };
        (await _clerk.Send(HttpMethod.Post, $"/api/briefings/{_briefing}/documents?name=a.pdf", form)).Expect(415);
        using var plain = new StringContent("%PDF-", Encoding.UTF8, "text/plain");
        (await _clerk.Send(HttpMethod.Post, $"/api/briefings/{_briefing}/documents?name=a.pdf", plain)).Expect(415);
        using var elsewhere = Octets("%PDF-"u8.ToArray());
        (await _clerk.Send(HttpMethod.Post, $"/api/briefings/{_briefing}/documents?name=a.pdf", elsewhere, ("Sec-Fetch-Site", "cross-site"))).Expect(403);
        using var bytes = Octets("{}"u8.ToArray());
        (await _clerk.Send(HttpMethod.Post, "/api/briefings", bytes)).Expect(415);
        Assert.Empty(Directory.GetFiles(Files));
    }

    [Fact]
    public async Task What_a_crash_left_behind_is_swept_and_nothing_else()
    {
        (await Upload(_clerk, _briefing, "a.pdf", Pdf)).Expect(201);
        var (kept, store) = (Directory.GetFiles(Files).Single(), _server.Service<DocumentStore>());
        var (orphan, draft) = (Path.Combine(Files, Guid.NewGuid().ToString("N")), Path.Combine(Files, Guid.NewGuid().ToString("N") + ".new"));
        await File.WriteAllTextAsync(orphan, "x");
        await File.WriteAllTextAsync(draft, "x");
        var known = new HashSet<Guid> { Guid.Parse(Path.GetFileName(kept)) };
        Assert.Equal(0, store.Sweep(known, DateTimeOffset.UtcNow.AddDays(-1)));
        Assert.Equal(2, store.Sweep(known, DateTimeOffset.UtcNow.AddMinutes(1)));
        Assert.Equal([kept], Directory.GetFiles(Files));
    }

    internal static async Task<ApiAnswer> Upload(ApiClient client, Guid id, string name, byte[] content)
    {
        using var body = Octets(content);
        return await client.Send(HttpMethod.Post, $"/api/briefings/{id}/documents?name={Uri.EscapeDataString(name)}", body);
    }

    private static ByteArrayContent Octets(byte[] content) =>
        new(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    /// <summary>A body that goes on for 64 MB: as good as for ever.</summary>
    private sealed class Endless : MemoryStream
    {
        private long _left = 64 * 1024 * 1024;

        public override int Read(byte[] buffer, int offset, int count) => Take(count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.FromResult(Take(buffer.Length));

        private int Take(int wanted)
        {
            var taken = (int)Math.Min(wanted, _left);
            _left -= taken;
            return taken;
        }
    }
}
