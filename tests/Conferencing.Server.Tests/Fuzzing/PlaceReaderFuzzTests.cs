using System.Diagnostics;
using System.Globalization;
using System.Text;
using Conferencing.Server.Identity;
using Conferencing.Server.Messages;
using Conferencing.Server.Places;

namespace Conferencing.Server.Tests.Fuzzing;

/// <summary>
/// The import under hostile spreadsheets: whatever comes in is read or refused with a reason that has words, in bounded time and memory. Goes on for
/// <c>CONFERENCING_FUZZ_SECONDS</c> when that is set; what fails names its seed and round.
/// </summary>
public sealed class PlaceReaderFuzzTests
{
    private const int Rounds = 300;

    /// <summary>Taken and given back while one file is read: 4 MB of text cost some 600 MB, a workbook that unpacks to 48 MB no more.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>A file takes seconds at most; this is for a machine that has other work.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan Longer = TimeSpan.FromSeconds(
        double.TryParse(Environment.GetEnvironmentVariable("CONFERENCING_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out var seconds) ? seconds / 2 : 0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Whatever_comes_in_has_a_verdict(int seed)
    {
        var sheets = new HostileSheets(new Random(seed));
        var verdicts = new HashSet<string>();
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < Rounds || watch.Elapsed < Longer; round++) verdicts.Add(Judge(sheets.Next(), $"seed {seed}, round {round}"));
        // All ends are met, so that the sheets are hostile in more than one way.
        Assert.Superset(new HashSet<string> { "read", "sheetUnreadable", "sheetTooFar", "sheetNotUnicode", "columnUnknown" }, verdicts);
    }

    public static TheoryData<string, byte[]> Far() => new()
    {
        { "a cell far to the right", Sheet("<row r=\"1\"><c r=\"XFD1\" t=\"str\"><v>x</v></c></row>") },
        { "a cell beyond all columns", Sheet("<row r=\"1\"><c r=\"ZZZZZZZZZZ1\" t=\"str\"><v>x</v></c></row>") },
        { "a row far down", Sheet("<row r=\"1048576\"><c r=\"A1048576\" t=\"str\"><v>x</v></c></row>") },
        { "a row beyond all numbers", Sheet("<row r=\"99999999999999999999\"/>") },
        { "a size that is told", Sheet("", "<dimension ref=\"A1:XFD1048576\"/>") },
        { "more rows than are taken", Sheet(string.Concat(Enumerable.Repeat("<row><c><v>1</v></c></row>", 600_000))) },
        { "more cells in a row than are taken, none of which says where it is", Sheet($"<row>{string.Concat(Enumerable.Repeat("<c/>", 200_000))}</row>{string.Concat(Enumerable.Repeat("<row/>", 2_000))}") },
        { "a line of separators", Encoding.UTF8.GetBytes("Bảng;Tên\n" + new string(';', 4_000_000)) },
    };

    [Theory]
    [MemberData(nameof(Far))]
    public void A_sheet_that_reaches_too_far_is_refused_before_it_is_read(string what, byte[] content)
    {
        Assert.Equal("sheetTooFar", Judge(content, what));
        var before = GC.GetAllocatedBytesForCurrentThread();
        PlaceReader.Read(content);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L << 20);
    }

    private static byte[] Sheet(string rows, string before = "")
    {
        const string main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
        return HostileSheets.Zip(
        [
            ("xl/workbook.xml", Encoding.UTF8.GetBytes($"<workbook {main}><sheets><sheet name=\"Điểm cầu\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", Encoding.UTF8.GetBytes("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"x\" Target=\"worksheets/sheet1.xml\"/></Relationships>")),
            ("xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes($"<worksheet {main}>{before}<sheetData>{rows}</sheetData></worksheet>")),
        ]);
    }

    /// <returns>The code of the first problem, or <c>read</c>.</returns>
    private static string Judge(byte[] content, string what)
    {
        var (before, watch) = (GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        PlaceFile file = null!;
        if (Record.Exception(() => file = PlaceReader.Read(content)) is { } fault) throw new InvalidOperationException($"{what}: {fault.Message}", fault);
        var cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(cost < MostBytes, $"{what}: {cost} bytes of memory for {content.Length}");
        Assert.True(watch.Elapsed < Longest, $"{what}: {watch.Elapsed} for {content.Length} bytes");
        foreach (var problem in file.Problems) Assert.NotEmpty(MessageTable.Text(Language.Vi, problem.Code, problem.Args));
        return file.Problems.FirstOrDefault()?.Code ?? "read";
    }
}
