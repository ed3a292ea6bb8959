using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Conferencing.Server.Identity;
using Conferencing.Server.Tests.Rig;

namespace Conferencing.Server.Tests.Places;

/// <summary>Lines, where sites lie and what devices take, on the page's API and in the spreadsheet.</summary>
public sealed class LineTests : IAsyncLifetime
{
    private RunningServer _server = null!;
    private ApiClient _admin = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.Start();
        _admin = await _server.SignedIn("admin", Role.Administrator);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    private const string Province =
        """
        Bảng;Tên;Nơi đặt;Địa chỉ SIP;Băng thông (kbit/s);Nối vào;Đường truyền;Vĩ độ;Kinh độ;Tốc độ gọi (kbit/s)
        Đường truyền;Tuyến Khánh Vĩnh;;;2000;Trục TSLCD;;;;
        Đường truyền;Trục TSLCD;;;100000;;;;;
        Nơi đặt;Trụ sở Khánh Vĩnh;;;;;Tuyến Khánh Vĩnh;12,2795;108.9012;
        Điểm cầu;Hội trường Khánh Vĩnh;Trụ sở Khánh Vĩnh;"sip:a@10.1.1.1
        sip:b@10.1.1.1";;;;;;"-
        512"
        """;

    private Task<ApiAnswer> Send(byte[] content) =>
        _admin.Send(HttpMethod.Post, "/api/places/sheet", new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } });

    private Task<ApiAnswer> Send(string text) => Send(Encoding.UTF8.GetBytes(text));

    private static string[] Problems(ApiAnswer answer) => [.. answer["problems"].EnumerateArray().Select(one =>
        $"{one.GetProperty("row")} {one.GetProperty("column")}: {one.GetProperty("message")}")];

    private async Task<JsonElement[]> All(string what) => [.. (await _admin.Get($"/api/{what}")).Expect(200).Body.EnumerateArray()];

    [Fact]
    public async Task Lines_sites_and_rates_come_in_by_the_spreadsheet_and_go_out_again()
    {
        Assert.Equal(4, (await Send(Province)).Expect(200)["added"].GetInt32());
        var lines = (await All("lines")).ToDictionary(line => line.GetProperty("name").GetString()!);
        Assert.Equal((2000, lines["Trục TSLCD"].GetProperty("id").GetGuid()), (lines["Tuyến Khánh Vĩnh"].GetProperty("kbits").GetInt32(), lines["Tuyến Khánh Vĩnh"].GetProperty("parentId").GetGuid()));
        var site = Assert.Single(await All("sites"));
        Assert.Equal((lines["Tuyến Khánh Vĩnh"].GetProperty("id").GetGuid(), 12.2795, 108.9012), (site.GetProperty("lineId").GetGuid(), site.GetProperty("latitude").GetDouble(), site.GetProperty("longitude").GetDouble()));
        var rates = Assert.Single(await All("rooms")).GetProperty("endpoints").EnumerateArray().Select(endpoint => endpoint.GetProperty("kbits").ToString());
        Assert.Equal(["", "512"], rates);
        foreach (var format in new[] { "xlsx", "csv" })
        {
            var again = (await Send(await _admin.Http.GetByteArrayAsync(new Uri($"/api/places/sheet?format={format}", UriKind.Relative)))).Expect(200);
            Assert.Equal((0, 0, 4), (again["added"].GetInt32(), again["changed"].GetInt32(), again["unchanged"].GetInt32()));
        }
        // A file that does not speak of lines leaves them.
        (await Send("Bảng;Tên;Tên ngắn\nNơi đặt;Trụ sở Khánh Vĩnh;Khánh Vĩnh")).Expect(200);
        Assert.Equal(12.2795, (await All("sites"))[0].GetProperty("latitude").GetDouble());
    }

    [Fact]
    public async Task Every_problem_with_lines_is_told_by_its_row_and_nothing_is_taken()
    {
        const string Wrong =
            """
            Bảng;Tên;Băng thông (kbit/s);Nối vào;Đường truyền;Vĩ độ;Kinh độ;Địa chỉ SIP;Tốc độ gọi (kbit/s)
            Đường truyền;A;1000;B;;;;;
            Đường truyền;B;1000;A;;;;;
            Đường truyền;C;1000;Không có;;;;;
            Đường truyền;D;-5;;;;;;
            Đường truyền;E;=1+1;;;;;;
            Đường truyền;F;;;;;;;
            Đường truyền;G;99999999999999;;;;;;
            Đường truyền;H;1000;H;;;;;
            Nơi đặt;Đổi chỗ;;;;109,19;12,23;;
            Nơi đặt;Thiếu;;;;12,23;;;
            Nơi đặt;Xa;;;;48,8;2,35;;
            Nơi đặt;Chữ;;;;1e1;109.1;;
            Nơi đặt;Đường lạ;;;Không có;;;;
            Điểm cầu;Phòng;;;;;;sip:a@10.0.0.1;0
            Điểm cầu;Phòng 2;;;;;;sip:a@10.0.0.1;nhiều
            """;
        var told = Problems((await Send(Wrong)).Expect(422));
        string[] expected =
        [
            "2 Nối vào: Đường truyền không thể", "3 Nối vào: Đường truyền không thể", "4 Nối vào: Không có đường truyền", "5 Băng thông (kbit/s): Băng thông phải", "6 Băng thông (kbit/s): \"=1+1\"",
            "7 Băng thông (kbit/s): Băng thông phải", "8 Băng thông (kbit/s): \"9999", "9 Nối vào: Đường truyền không thể", "10 Vĩ độ: Vĩ độ và kinh độ có vẻ bị đổi", "11 Kinh độ: Tọa độ cần cả",
            "12 Vĩ độ: Vĩ độ ở Việt Nam", "13 Vĩ độ: \"1e1\"", "14 Đường truyền: Không có đường truyền", "15 Tốc độ gọi (kbit/s): Tốc độ gọi phải", "16 Tốc độ gọi (kbit/s): \"nhiều\"",
        ];
        Assert.All(expected, start => Assert.Contains(told, problem => problem.StartsWith(start, StringComparison.Ordinal)));
        Assert.All(told, problem => Assert.Contains(expected, start => problem.StartsWith(start, StringComparison.Ordinal)));
        Assert.Empty(await All("lines"));
        Assert.Empty(await All("sites"));
    }

    [Fact]
    public async Task On_the_page_lines_are_a_tree_with_names_of_their_own()
    {
        var core = await _admin.AddLine("Trục", 1000);
        var hill = await _admin.AddLine("Núi", 200, core);
        await Refuses(HttpMethod.Put, $"/api/lines/{core}", new { name = "Trục", kbits = 1000, parentId = hill }, "parentId");
        await Refuses(HttpMethod.Put, $"/api/lines/{core}", new { name = "Trục", kbits = 1000, parentId = core }, "parentId");
        await Refuses(HttpMethod.Post, "/api/lines", new { name = "Mới", kbits = 10, parentId = Guid.NewGuid() }, "parentId");
        await Refuses(HttpMethod.Post, "/api/lines", new { name = "NÚI", kbits = 10 }, "name");
        await Refuses(HttpMethod.Post, "/api/lines", new { name = " ", kbits = 10 }, "name");
        await Refuses(HttpMethod.Post, "/api/lines", new { name = "Không", kbits = 0 }, "kbits");
        await Refuses(HttpMethod.Post, "/api/lines", new { name = "Không" }, "kbits");
        await Refuses(HttpMethod.Post, "/api/sites", new { name = "Nơi", lineId = Guid.NewGuid() }, "lineId");
        await Refuses(HttpMethod.Post, "/api/sites", new { name = "Nơi", latitude = 109.1, longitude = 12.2 }, "latitude");
        await Refuses(HttpMethod.Post, "/api/rooms", new { name = "Phòng", endpoints = new[] { new { address = "sip:a@10.0.0.1", kbits = -1 } } }, "endpoints.kbits");
        Assert.Equal("lineInUse", (await _admin.Delete($"/api/lines/{core}")).Expect(409).Problem);
        (await _admin.Delete($"/api/lines/{hill}")).Expect(204);
        (await _admin.Delete($"/api/lines/{hill}")).Expect(404);
        (await _admin.Delete($"/api/lines/{core}")).Expect(204);
    }

    private async Task Refuses(HttpMethod method, string path, object body, string field)
    {
        var refused = (await _admin.Send(method, path, System.Net.Http.Json.JsonContent.Create(body))).Expect(400);
        Assert.NotEmpty(refused["errors"].GetProperty(field).EnumerateArray());
    }
}
