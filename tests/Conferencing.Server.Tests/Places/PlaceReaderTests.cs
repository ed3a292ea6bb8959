using System.IO.Compression;
using System.Text;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Places;

namespace Conferencing.Server.Tests.Places;

/// <summary>Spreadsheets of anybody's making: read, or refused with a reason, and nothing else.</summary>
public sealed class PlaceReaderTests
{
    private const string Province =
        """
        Bảng;Tên;Tên ngắn;Loại;Thuộc đơn vị;Từ ngày;Đến ngày;Nơi đặt;Địa chỉ SIP;Đang dùng
        Đơn vị;UBND tỉnh;UBND;tỉnh;;2000-01-01;;;;
        Nơi đặt;Trụ sở;;;UBND tỉnh;;;;;
        Điểm cầu;Phòng họp số 1;Phòng 1;;UBND tỉnh;;;;sip:p1@10.0.0.1|sip:p1@10.0.0.2;
        """;

    public static TheoryData<string, byte[]> Hostile()
    {
        var random = new Random(20261127);
        var noise = new byte[5000];
        random.NextBytes(noise);
        return new TheoryData<string, byte[]>
        {
            { "nothing", [] },
            { "noise", noise },
            { "a zip of noise", [.. "PK\u0003\u0004"u8, .. noise] },
            { "a zip that is no workbook", Zip(("a.txt", "x")) },
            { "a workbook without sheets", Zip(("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>")) },
            { "a workbook that is broken XML", Zip(("xl/workbook.xml", "<workbook><sheets><sheet")) },
            { "a bomb", Zip(("xl/worksheets/sheet1.xml", new string(' ', 60 << 20))) },
            { "an entity bomb", Zip(("xl/workbook.xml", "<!DOCTYPE a [<!ENTITY b \"bbbbbbbbbb\"><!ENTITY c \"&b;&b;&b;&b;\">]><workbook>&c;</workbook>")) },
            { "many lines", Encoding.UTF8.GetBytes("Bảng,Tên\n" + string.Concat(Enumerable.Repeat("Điểm cầu,x\n", PlaceReader.MaxRows + 1))) },
            { "not Unicode", [.. "Bảng,Tên\n"u8, 0xFF, 0xFE, 0x41] },
            { "a long cell", Encoding.UTF8.GetBytes("Bảng,Tên\nĐiểm cầu," + new string('a', 3000)) },
        };
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public void A_file_that_is_none_is_refused_with_a_reason(string what, byte[] content)
    {
        var problem = PlaceReader.Read(content).Problems.FirstOrDefault();
        Assert.True(problem is not null, what);
        Assert.NotEmpty(MessageTable.Text(Language.Vi, problem.Code, problem.Args));
    }

    [Fact]
    public void Bytes_that_were_changed_anywhere_are_read_or_refused_and_nothing_else()
    {
        var random = new Random(20261128);
        var lines = PlaceReader.Read(Encoding.UTF8.GetBytes(Province)).Lines;
        byte[][] whole = [PlaceWriter.Workbook(lines, Language.Vi), PlaceWriter.Text(lines, Language.En), Unpacked(PlaceWriter.Workbook(lines, Language.Vi))];
        for (var round = 0; round < 600; round++)
        {
            var bytes = whole[round % whole.Length].ToArray();
            for (var change = random.Next(1, 12); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var file = PlaceReader.Read(round % 5 == 0 ? bytes[..random.Next(bytes.Length)] : bytes);
            Assert.True(file.Lines.Length + file.Problems.Length >= 0);
        }
    }

    private static byte[] Zip(params (string Name, string Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(Encoding.UTF8.GetBytes(content));
            }
        }
        return stream.ToArray();
    }

    /// <summary>The same without compression, so that a changed byte changes XML.</summary>
    private static byte[] Unpacked(byte[] workbook)
    {
        using var stream = new MemoryStream();
        using (var from = new ZipArchive(new MemoryStream(workbook)))
        using (var to = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in from.Entries)
            {
                using var target = to.CreateEntry(entry.FullName, CompressionLevel.NoCompression).Open();
                using var source = entry.Open();
                source.CopyTo(target);
            }
        }
        return stream.ToArray();
    }
}
