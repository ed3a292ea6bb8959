using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Conferencing.Benchmarks.Desk;

/// <summary>The real server in a process and a data folder of its own, asked through HTTP by its first administrator.</summary>
internal sealed partial class DeskServer : IDisposable
{
    /// <summary>Of its first administrator.</summary>
    public const string UserName = "quantri", Password = "Phong-hop-so-1!";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("conferencing-bench-");
    private readonly int _firstPort;
    private readonly string _connection;
    private readonly HttpClient _http;
    private ChildProgram _program;

    private DeskServer(int firstPort, string connection)
    {
        (_firstPort, _connection) = (firstPort, connection);
        _http = new HttpClient { BaseAddress = new Uri(Invariant($"http://127.0.0.1:{firstPort}")), Timeout = TimeSpan.FromMinutes(2) };
        _program = Launch();
    }

    public string Database => Path.Combine(_folder.FullName, "conferencing.db");

    public string Address => _http.BaseAddress!.ToString();

    public int ProcessId => _program.ProcessId;

    /// <param name="connection">The setting Data:Connection.</param>
    public static async Task<DeskServer> Start(int firstPort, string connection)
    {
        var server = new DeskServer(firstPort, connection);
        try
        {
            await server.SignIn(await server.SetupCode());
        }
        catch
        {
            server.Dispose();
            throw;
        }
        return server;
    }

    /// <summary>Ends the server, lets <paramref name="work"/> have the data folder, and starts it again.</summary>
    /// <returns>How long the server took until its pages answered.</returns>
    public async Task<TimeSpan> Between(Action work)
    {
        _program.Dispose();
        System.Diagnostics.Stopwatch watch;
        try
        {
            work();
        }
        finally
        {
            watch = System.Diagnostics.Stopwatch.StartNew();
            _program = Launch();
        }
        await Answers();
        return watch.Elapsed;
    }

    /// <summary>Waits until the program, since it was started last, has said a line with these words.</summary>
    /// <exception cref="OperationCanceledException">It has not for two minutes.</exception>
    public async Task Says(string words)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await foreach (string line in _program.Lines.ReadAllAsync(limit.Token))
        {
            if (line.Contains(words, StringComparison.Ordinal)) return;
        }
        throw new InvalidOperationException($"The server ended before it said '{words}'.");
    }

    public async Task<JsonElement> Post(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        string text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement
            : throw Refused(path, answer, text);
    }

    /// <summary>Whatever the answer is: to be refused is what a race is about.</summary>
    public async Task<(int Status, JsonElement Body)> Send(HttpMethod method, string path, object? body)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await _http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement);
    }

    /// <summary>What is sent and what comes back as bytes: a bench must not measure its own reading.</summary>
    public async Task<byte[]> PostRaw(string path, byte[] json)
    {
        using var content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await _http.PostAsync(new Uri(path, UriKind.Relative), content);
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? bytes
            : throw Refused(path, answer, System.Text.Encoding.UTF8.GetString(bytes));
    }

    public void Dispose()
    {
        _program.Dispose();
        _http.Dispose();
        _folder.Delete(recursive: true);
    }

    private ChildProgram Launch() => ChildProgram.Start(
        "Conferencing.Server", "--Data:Folder", _folder.FullName, "--Data:Connection", _connection, "--Web:Bind", "127.0.0.1", "--Web:Port", Invariant($"{_firstPort}"),
        "--Sip:Port", Invariant($"{_firstPort + 1}"), "--Rtp:FirstPort", Invariant($"{_firstPort + 2}"), "--Rtp:LastPort", Invariant($"{_firstPort + 21}"));

    private async Task SignIn(string code)
    {
        await Answers();
        await Post("/api/setup", new { code, organisation = "Ủy ban nhân dân tỉnh", userName = UserName, displayName = "Quản trị viên", password = Password });
        await Post("/api/session", new { userName = UserName, password = Password });
        var token = await Post("/api/tokens", new { name = "bench" });
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.GetProperty("token").GetString());
    }

    private async Task<string> SetupCode()
    {
        await foreach (string line in _program.Lines.ReadAllAsync())
        {
            if (CodeOnALine().Match(line) is { Success: true } match) return match.Value;
        }
        throw new InvalidOperationException("The server ended before it gave a code for its first administrator.");
    }

    private async Task Answers()
    {
        for (var limit = DateTime.UtcNow.AddMinutes(2); DateTime.UtcNow < limit; await Task.Delay(20))
        {
            if (_program.HasExited) throw new InvalidOperationException("The server ended while it started.");
            try
            {
                using var answer = await _http.GetAsync(new Uri("/healthz", UriKind.Relative));
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }
        }
        throw new InvalidOperationException("The server does not answer.");
    }

    private static InvalidOperationException Refused(string path, HttpResponseMessage answer, string said) =>
        new(Invariant($"POST {path}: {(int)answer.StatusCode} {said[..Math.Min(said.Length, 500)]}"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\b[A-HJ-NP-Z2-9]{12}\b")]
    private static partial Regex CodeOnALine();
}
