using Conferencing.Server.Identity;
using Conferencing.Server.Sheets;

namespace Conferencing.Server.Places;

/// <summary>From lines to a spreadsheet that <see cref="PlaceReader"/> reads again. At least the heads: a new installation has a form to fill in.</summary>
internal static class PlaceWriter
{
    /// <summary>A sheet for each table.</summary>
    public static byte[] Workbook(IReadOnlyCollection<PlaceLine> lines, Language language) => TableFile.Workbook(
        Enum.GetValues<PlaceTable>().Select(table => Table(table, lines.Where(line => line.Table == table), PlaceHeads.Columns[table], language)));

    /// <summary>One table of all.</summary>
    public static byte[] Text(IReadOnlyCollection<PlaceLine> lines, Language language)
    {
        PlaceColumn[] columns = [PlaceColumn.Table, .. Enum.GetValues<PlaceColumn>().Where(column => column != PlaceColumn.Table)];
        var named = lines.Select(line => line with { Cells = line.Cells.SetItem(PlaceColumn.Table, PlaceHeads.Name(line.Table, language)) });
        return TableFile.Text(Table(default, named, columns, language));
    }

    private static Table Table(PlaceTable table, IEnumerable<PlaceLine> lines, IReadOnlyCollection<PlaceColumn> columns, Language language) => new(
        PlaceHeads.Name(table, language), [.. columns.Select(column => PlaceHeads.Name(column, language))],
        [.. lines.Select(line => columns.Select(object (column) => line[column] ?? "").ToArray())]);
}
