using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Conferencing.Server.Tests.Rig;

/// <summary>An answer of the API: its status, and its body as JSON if it has one.</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonElement Body, HttpResponseMessage Message)
{
    public int Code => (int)Status;

    /// <summary>The problem's stable word.</summary>
    public string? Problem => Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("code", out var code) ? code.GetString() : null;

    public JsonElement this[string name] => Body.GetProperty(name);

    public Guid Id => Body.GetProperty("id").GetGuid();

    public ApiAnswer Expect(int status)
    {
        Assert.True(Code == status, $"{Message.RequestMessage?.Method} {Message.RequestMessage?.RequestUri?.PathAndQuery}: {Code}, not {status}: {Body}");
        return this;
    }
}

/// <summary>Speaks to the API as a page or a program does.</summary>
internal sealed class ApiClient(HttpClient http) : IDisposable
{
    public HttpClient Http => http;

    public Task<ApiAnswer> Get(string path) => Send(HttpMethod.Get, path, null);
    public Task<ApiAnswer> Post(string path, object? body = null) => Send(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));
    public Task<ApiAnswer> Put(string path, object body) => Send(HttpMethod.Put, path, JsonContent.Create(body));
    public Task<ApiAnswer> Delete(string path) => Send(HttpMethod.Delete, path, null);

    public Task<ApiAnswer> Raw(HttpMethod method, string path, string body, string type = "application/json") =>
        Send(method, path, new StringContent(body, Encoding.UTF8, type));

    public async Task<ApiAnswer> Send(HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers) request.Headers.Add(name, value);
        var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        var isJson = answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true;
        return new ApiAnswer(answer.StatusCode, isJson && text.Length > 0 ? JsonDocument.Parse(text).RootElement : default, answer);
    }

    /// <summary>The board once it shows what it should, or as it still is after 15 s: it is published a moment after what changed it.</summary>
    public async Task<ApiAnswer> Board(Guid conference, Func<ApiAnswer, bool> shows)
    {
        for (var tries = 0; ; tries++, await Task.Delay(50))
        {
            var board = (await Get($"/api/conferences/{conference}")).Expect(200);
            if (tries == 300 || shows(board)) return board;
        }
    }

    public async Task<Guid[]> AddRooms(int count, string prefix = "Phòng")
    {
        var ids = new Guid[count];
        for (var number = 1; number <= count; number++)
        {
            var room = await Post("/api/rooms", new { name = $"{prefix} {number}", endpoints = new[] { new { address = $"sip:room{number}@127.0.0.1:{24900 + number}" } } });
            ids[number - 1] = room.Expect(201).Id;
        }
        return ids;
    }

    public void Dispose() => http.Dispose();
}
