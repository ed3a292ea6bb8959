using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Conferencing.Contract;

namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>The server's HTTP API as a program of the province would use it: with a personal access token.</summary>
internal sealed class ServerApi : IDisposable
{
    private readonly HttpClient _http;

    private ServerApi(HttpClient http) => _http = http;

    /// <summary>Makes the first administrator and takes a token for him.</summary>
    public static async Task<ServerApi> SetUp(ServerProcess server)
    {
        var api = new ServerApi(new HttpClient { BaseAddress = server.Url, Timeout = TimeSpan.FromSeconds(10) });
        await api.Post("/api/setup", new
        {
            code = await server.ReadSetupCode(),
            organisation = "Ủy ban nhân dân tỉnh",
            userName = "quantri",
            displayName = "Quản trị viên",
            password = "Phong-hop-so-1!",
        });
        await api.Post("/api/session", new { userName = "quantri", password = "Phong-hop-so-1!" });
        var token = await api.Post("/api/tokens", new { name = "kiểm thử" });
        api._http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("token").GetString());
        return api;
    }

    public async Task<Guid> AddRoom(string name, params string[] addresses)
    {
        var room = await Post("/api/rooms", new { name, endpoints = addresses.Select(address => new { address }) });
        return room.GetProperty("id").GetGuid();
    }

    /// <summary>Makes an account for a device that registers.</summary>
    /// <returns>Its password.</returns>
    public async Task<string> AddSipAccount(string userName) =>
        (await Post("/api/sip/accounts", new { userName })).GetProperty("password").GetString()!;

    public async Task<JsonElement> SipPort()
    {
        using var answer = await _http.GetAsync(new Uri("/api/sip", UriKind.Relative));
        return await Read(answer);
    }

    public async Task<JsonElement> Reach()
    {
        using var answer = await _http.GetAsync(new Uri("/api/sip/reach", UriKind.Relative));
        return await Read(answer);
    }

    /// <param name="lowered">Rooms called at a lower rate, kbit/s.</param>
    public async Task<BookedSession> Book(DateTimeOffset connectAt, IReadOnlyList<Guid> rooms, IReadOnlyDictionary<Guid, int>? lowered = null)
    {
        var booked = await Post("/api/briefings", new
        {
            title = "Giao ban tuần",
            chairRoomId = rooms[0],
            roomIds = rooms,
            loweredRooms = lowered?.Select(room => new { roomId = room.Key, kbits = room.Value }),
            start = connectAt.AddMinutes(1),
            end = connectAt.AddMinutes(30),
            connectAt,
        });
        Assert.Equal("approved", booked.GetProperty("status").GetString());
        return new BookedSession(booked.GetProperty("id").GetGuid(), booked.GetProperty("occurrences")[0].GetProperty("id").GetGuid());
    }

    /// <summary>Null while there is no such session, or the server does not answer.</summary>
    public async Task<BoardSnapshot?> FindBoard(Guid conference)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"/api/conferences/{conference}", UriKind.Relative));
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<BoardSnapshot>(ContractJson.Options) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <param name="act">mute, unmute, call, hang-up or floor.</param>
    public Task Act(Guid conference, Guid room, string act) => Post($"/api/conferences/{conference}/participants/{room}/{act}", new { });

    /// <param name="way">sameCall or refer.</param>
    public Task Move(Guid conference, Guid room, Guid to, string way) => Post($"/api/conferences/{conference}/participants/{room}/move", new { to, way });

    /// <param name="phone">The SIP address of whoever talks to the room in private.</param>
    public Task Talk(Guid conference, Guid room, string phone) => Post($"/api/conferences/{conference}/participants/{room}/aside", new { phone });

    public Task Return(Guid conference, Guid room) => Delete($"/api/conferences/{conference}/participants/{room}/aside");

    public Task AddToSession(Guid conference, Guid roomId) => Post($"/api/conferences/{conference}/participants", new { roomId });

    public Task RemoveFromSession(Guid conference, Guid roomId) => Delete($"/api/conferences/{conference}/participants/{roomId}");

    public Task StartRecording(Guid conference, bool tracks) => Post($"/api/conferences/{conference}/recording/start", new { tracks });

    public Task StopRecording(Guid conference) => Post($"/api/conferences/{conference}/recording/stop", new { });

    public async Task<JsonElement> Recordings(Guid briefing)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/briefings/{briefing}/recordings", UriKind.Relative));
        return await Read(answer);
    }

    /// <summary>A file of a recording as a person takes it away.</summary>
    /// <returns>Where it was put.</returns>
    public async Task<string> Sound(Guid recording, string file, string folder)
    {
        var path = Path.Combine(folder, $"{recording:N}-{file}");
        await File.WriteAllBytesAsync(path, await _http.GetByteArrayAsync(new Uri($"/api/recordings/{recording}/files/{file}?download=true", UriKind.Relative)));
        return path;
    }

    public Task End(Guid conference) => Post($"/api/conferences/{conference}/end", new { });

    /// <summary>How to call into a briefing's first session.</summary>
    public async Task<(string Number, string GuestPin, string HostPin)> DialIn(Guid briefing)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/briefings/{briefing}", UriKind.Relative));
        var way = (await Read(answer)).GetProperty("occurrences")[0].GetProperty("dialIn");
        return (Text("number"), Text("guestPin"), Text("hostPin"));

        string Text(string name) => way.GetProperty(name).GetString()!;
    }

    public async Task<JsonElement> Attendance(Guid briefing)
    {
        using var answer = await _http.GetAsync(new Uri($"/api/briefings/{briefing}/attendance", UriKind.Relative));
        return await Read(answer);
    }

    /// <summary>Every number of /metrics by its whole name, labels included.</summary>
    public async Task<Dictionary<string, double>> Metrics()
    {
        string text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative));
        return text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Trim())
            .ToDictionary(line => line[..line.LastIndexOf(' ')], line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonElement> Post(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        return await Read(answer);
    }

    private async Task Delete(string path)
    {
        using var answer = await _http.DeleteAsync(new Uri(path, UriKind.Relative));
        await Read(answer);
    }

    private static async Task<JsonElement> Read(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }
}

/// <summary>A briefing and its one occurrence, which is also its conference.</summary>
internal sealed record BookedSession(Guid Briefing, Guid Conference);
