using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Conferencing.Server.Identity;
using Conferencing.Server.Places;
using Conferencing.Server.Tests.Rig;
using MiniExcelLibs;

namespace Conferencing.Server.Tests.Places;

/// <summary>The organisation as one spreadsheet, through the API: what comes out goes in again, and what is wrong is told line by line and nothing of it taken.</summary>
public sealed class PlaceSheetTests : IAsyncLifetime
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
        Bảng;Tên;Tên ngắn;Loại;Thuộc đơn vị;Từ ngày;Đến ngày;Nơi đặt;Địa chỉ SIP;Đang dùng
        Đơn vị;Xã Tân Lập;;xã;UBND tỉnh;01/07/2025;;;;
        Đơn vị;UBND tỉnh;UBND;tỉnh;;2000-01-01;;;;
        Đơn vị;Huyện Yên Sơn;;huyện;UBND tỉnh;1-1-2000;30/06/2025;;;
        Nơi đặt;Trụ sở xã Tân Lập;;;Xã Tân Lập;;;;;
        Điểm cầu;Hội trường Tân Lập;;;;;;Trụ sở xã Tân Lập;sip:tanlap@10.1.1.1;có
        Điểm cầu;Phòng họp số 1;Phòng 1;;UBND tỉnh;;;;"sip:p1@10.0.0.1
        sip:p1@10.0.0.2;transport=tcp";
        """;

    private Task<ApiAnswer> Send(byte[] content, bool trial = false) =>
        _admin.Send(HttpMethod.Post, $"/api/places/sheet?trial={trial}", new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } });

    private Task<ApiAnswer> Send(string text, bool trial = false) => Send(Encoding.UTF8.GetBytes(text), trial);

    private async Task<byte[]> Take(string format) => await _admin.Http.GetByteArrayAsync(new Uri($"/api/places/sheet?format={format}", UriKind.Relative));

    private static (int Added, int Changed, int Unchanged) Tally(ApiAnswer answer) =>
        (answer["added"].GetInt32(), answer["changed"].GetInt32(), answer["unchanged"].GetInt32());

    private static string[] Problems(ApiAnswer answer) =>
    [
        .. answer["problems"].EnumerateArray().Select(one => $"{Text(one, "row")} {Text(one, "column")}: {Text(one, "message")}"),
    ];

    private static string Text(JsonElement one, string name) => one.GetProperty(name).ToString();

    [Fact]
    public async Task A_name_means_the_unit_that_bears_it_today_and_not_the_one_that_bore_it()
    {
        var ended = (await _admin.Post("/api/units", new { name = "Phường Tân Lập", kind = "phường", validFrom = "2000-01-01", validTo = "2025-06-30" })).Expect(201).Id;
        var present = (await _admin.Post("/api/units", new { name = "Phường Tân Lập", kind = "phường", validFrom = "2025-07-01" })).Expect(201).Id;
        (await Send("Bảng;Tên;Tên ngắn;Thuộc đơn vị\nNơi đặt;Trụ sở;;phường tân lập\nĐơn vị;Phường Tân Lập;P. Tân Lập;")).Expect(200);
        var site = (await _admin.Get("/api/sites")).Body.EnumerateArray().Single();
        Assert.Equal(present.ToString(), Text(site, "unitId"));
        var shortNames = (await _admin.Get("/api/units")).Body.EnumerateArray().ToDictionary(unit => unit.GetProperty("id").GetGuid(), unit => Text(unit, "shortName"));
        Assert.Equal(("Phường Tân Lập", "P. Tân Lập"), (shortNames[ended], shortNames[present]));
        // Where two bear it today nobody can say which is meant.
        (await _admin.Post("/api/units", new { name = "Phường Tân Lập", kind = "phường", validFrom = "2025-07-01" })).Expect(201);
        Assert.Equal(422, (await Send("Bảng;Tên;Thuộc đơn vị\nNơi đặt;Chi nhánh;Phường Tân Lập")).Code);
    }

    [Fact]
    public async Task A_province_is_entered_in_one_go_and_a_trial_changes_nothing()
    {
        var trial = (await Send(Province, trial: true)).Expect(200);
        Assert.Equal((false, (6, 0, 0)), (trial["applied"].GetBoolean(), Tally(trial)));
        Assert.Empty((await _admin.Get("/api/rooms")).Body.EnumerateArray());

        Assert.True((await Send(Province)).Expect(200)["applied"].GetBoolean());
        var rooms = (await _admin.Get("/api/rooms")).Body.EnumerateArray().ToDictionary(room => room.GetProperty("name").GetString()!);
        Assert.Equal(("Trụ sở xã Tân Lập", "Xã Tân Lập"), (Text(rooms["Hội trường Tân Lập"], "siteName"), Text(rooms["Hội trường Tân Lập"], "unitName")));
        Assert.Equal(
            ["sip:p1@10.0.0.1", "sip:p1@10.0.0.2;transport=tcp"],
            rooms["Phòng họp số 1"].GetProperty("endpoints").EnumerateArray().Select(endpoint => Text(endpoint, "address")));
        var units = (await _admin.Get("/api/units")).Body.EnumerateArray().ToDictionary(unit => unit.GetProperty("name").GetString()!);
        Assert.Equal("2025-06-30", Text(units["Huyện Yên Sơn"], "validTo"));
        Assert.Equal(Text(units["UBND tỉnh"], "id"), Text(units["Xã Tân Lập"], "parentId"));
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("csv")]
    public async Task What_is_taken_out_goes_in_again_and_changes_nothing(string format)
    {
        (await Send(Province)).Expect(200);
        var address = "sip:mat@10.0.0.9";
        (await _admin.Post("/api/rooms", new { name = "=Phòng \"mật\"; 2", endpoints = new object[] { new { address, outgoingUser = "cau", outgoingPassword = "bi-mat", certificate = "CT-01", certifiedUntil = "2027-12-31" }, new { address = "sip:b@10.0.0.9" } } })).Expect(201);
        var before = (await _admin.Get("/api/rooms")).Body.ToString();
        var again = (await Send(await Take(format))).Expect(200);
        Assert.Equal((0, 0, 7), Tally(again));
        Assert.Equal(before, (await _admin.Get("/api/rooms")).Body.ToString());
    }

    [Fact]
    public async Task A_name_is_changed_by_the_identifier_and_a_device_keeps_its_password()
    {
        (await Send(Province)).Expect(200);
        var sheets = Workbook(await Take("xlsx"));
        sheets["Điểm cầu"].Single(row => (string)row["Tên"] == "Phòng họp số 1")["Tên"] = "Phòng họp lớn";
        var changed = (await Send(Workbook(sheets))).Expect(200);
        Assert.Equal((0, 1, 5), Tally(changed));
        var change = changed["changes"][0];
        Assert.Equal(("Phòng họp lớn", "changed", "Tên"), (Text(change, "name"), Text(change, "kind"), change.GetProperty("fields")[0].GetString()));
    }

    [Fact]
    public async Task Every_problem_is_told_by_its_line_and_nothing_is_taken_over()
    {
        const string Wrong =
            """
            Bảng,Tên,Loại,Thuộc đơn vị,Từ ngày,Đến ngày,Nơi đặt,Địa chỉ SIP,Đang dùng
            Đơn vị,Sở Y tế,sở,Không có,2025-01-01,,,,
            Đơn vị,Sở Xây dựng,,,32/13/2025,,,,
            Đơn vị,A,xã,B,2025-01-01,,,,
            Đơn vị,B,xã,A,2025-01-01,,,,
            Đơn vị,C,xã,,2025-07-01,2025-06-30,,,
            Điểm cầu,Phòng 1,,,,,Chỗ nào,http://x,có
            Điểm cầu,Phòng 1,,,,,,sip:a@10.0.0.1,
            Điểm cầu,,,,,,,sip:a@10.0.0.1,
            Điểm cầu,Phòng 2,,,,,,,có lẽ
            Điểm cầu,Phòng 3,,,,,,registered:lạ,
            Lạ,Phòng 4,,,,,,sip:a@10.0.0.1,
            Điểm cầu,Phòng tốt,,,,,,sip:a@10.0.0.1,
            """;
        var answer = (await Send(Wrong)).Expect(422);
        Assert.False(answer["applied"].GetBoolean());
        string[] expected =
        [
            "2 Thuộc đơn vị:", "3 Loại:", "3 Từ ngày:", "4 Thuộc đơn vị:", "5 Thuộc đơn vị:", "6 Đến ngày:", "7 Địa chỉ SIP:", "7 Nơi đặt:",
            "8 Tên:", "9 Tên:", "10 Địa chỉ SIP:", "10 Đang dùng:", "11 Địa chỉ SIP:", "12 Bảng:",
        ];
        Assert.All(expected, start => Assert.Contains(Problems(answer), problem => problem.StartsWith(start, StringComparison.Ordinal)));
        Assert.All(Problems(answer), problem => Assert.Contains(expected, start => problem.StartsWith(start, StringComparison.Ordinal)));
        Assert.Empty((await _admin.Get("/api/rooms")).Body.EnumerateArray());
        Assert.Empty((await _admin.Get("/api/units")).Body.EnumerateArray());
    }

    [Fact]
    public async Task What_may_be_done_to_a_rooms_sound_is_yes_or_no_and_stays_where_the_file_does_not_tell()
    {
        (await Send("Bảng;Tên;Địa chỉ SIP;Tự chỉnh âm lượng;Lọc tiếng ồn\nĐiểm cầu;Phòng 1;sip:a@10.0.0.1;không;\nĐiểm cầu;Phòng 2;sip:b@10.0.0.1;có;0")).Expect(200);
        Assert.Equal(["False True", "True False"], await Treatments());
        (await Send("Bảng;Tên;Tên ngắn\nĐiểm cầu;Phòng 1;P1")).Expect(200);
        Assert.Equal(["False True", "True False"], await Treatments());
        var unclear = (await Send("Bảng;Tên;Lọc tiếng ồn\nĐiểm cầu;Phòng 1;chắc là có")).Expect(422);
        Assert.StartsWith("2 Lọc tiếng ồn:", Assert.Single(Problems(unclear)), StringComparison.Ordinal);

        // Out and in again, one cell changed.
        var sheets = Workbook(await Take("xlsx"));
        sheets["Điểm cầu"].Single(row => (string)row["Tên"] == "Phòng 2")["Lọc tiếng ồn"] = "1";
        var change = (await Send(Workbook(sheets))).Expect(200)["changes"].EnumerateArray().Single();
        Assert.Equal(("Phòng 2", "Lọc tiếng ồn"), (Text(change, "name"), change.GetProperty("fields")[0].GetString()));
        Assert.Equal(["False True", "True True"], await Treatments());

        async Task<string[]> Treatments() =>
            [.. (await _admin.Get("/api/rooms")).Body.EnumerateArray().OrderBy(room => Text(room, "name")).Select(room => $"{Text(room, "automaticGain")} {Text(room, "noiseGate")}")];
    }

    [Fact]
    public async Task A_room_that_is_booked_is_not_put_out_of_use()
    {
        (await Send(Province)).Expect(200);
        var room = (await _admin.Get("/api/rooms")).Body.EnumerateArray().First(one => Text(one, "name") == "Phòng họp số 1").GetProperty("id").GetGuid();
        (await _admin.Post("/api/briefings", Bookings.Form(Bookings.Day(3), Bookings.Day(3, 9), [room]))).Expect(201);
        var answer = (await Send("Bảng\tTên\tĐang dùng\nĐiểm cầu\tPhòng họp số 1\tkhông")).Expect(422);
        Assert.StartsWith("2 Đang dùng:", Assert.Single(Problems(answer)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_too_large_is_refused()
    {
        var answer = await Send(new byte[PlaceReader.MaxBytes + 1]);
        Assert.Equal("invalid", answer.Expect(400).Problem);
    }

    private static Dictionary<string, List<Dictionary<string, object>>> Workbook(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return stream.GetSheetNames().ToDictionary(name => name, name => stream.Query(useHeaderRow: true, sheetName: name)
            .Select(row => ((IDictionary<string, object>)row).ToDictionary(cell => cell.Key, cell => cell.Value ?? "")).ToList());
    }

    private static byte[] Workbook(Dictionary<string, List<Dictionary<string, object>>> sheets)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(sheets.ToDictionary(sheet => sheet.Key, sheet => (object)sheet.Value));
        return stream.ToArray();
    }
}
