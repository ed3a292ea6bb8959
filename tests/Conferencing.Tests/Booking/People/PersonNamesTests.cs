using System.Text;
using Conferencing.Booking.People;
using Conferencing.Tests.Architecture;

namespace Conferencing.Tests.Booking.People;

/// <summary>Whom a field of free text names, by the table beside; spellings that look alike are one person, names that look alike are not.</summary>
public sealed class PersonNamesTests
{
    public static TheoryData<string, string> Table()
    {
        var data = new TheoryData<string, string>();
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, "tests", "Conferencing.Tests", "Booking", "People", "names.txt")))
        {
            if (line.StartsWith('#') || line.IndexOf("=>", StringComparison.Ordinal) is not (> 0 and var arrow)) continue;
            data.Add(line[..(arrow - 1)], line[(arrow + 2)..].Trim());
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Read_names_whom_the_table_says(string field, string keys)
    {
        Assert.Equal(keys, string.Join(" / ", PersonNames.Read(field).Select(person => person.Key)));
        // However the letters are composed (RFC 5198): keyboards of one maker send what another's does not.
        Assert.Equal(keys, string.Join(" / ", PersonNames.Read(field.Normalize(NormalizationForm.FormD)).Select(person => person.Key)));
    }

    [Fact]
    public void The_table_is_read() => Assert.True(Table().Count > 35);

    [Fact]
    public void A_name_is_told_as_it_was_written() =>
        Assert.Equal(["Đ/c Nguyễn Văn Hoà", "bà Trần Thị B"], PersonNames.Read(" Đ/c  Nguyễn Văn Hoà, Chủ tịch; bà Trần Thị B").Select(person => person.Name));

    [Fact]
    public void A_key_names_the_same_person_again_and_a_list_has_an_end()
    {
        foreach (var row in Table())
            Assert.All(PersonNames.Read((string)row[0]), person => Assert.Equal([person.Key], PersonNames.Read(person.Key).Select(again => again.Key)));
        Assert.Equal(6, PersonNames.Read(string.Join(", ", Enumerable.Range(1, 40).Select(number => $"Người {number}"))).Length);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20261128)]
    public void Whatever_is_written_is_read_and_the_way_it_is_written_does_not_matter(int seed)
    {
        var random = new Random(seed);
        string[] words = ["Nguyễn", "Hoà", "Đ/c", "ông", "bà", "TS.", "và", ",", ";", "-", "–", "(", ")", "&", "Chủ", "tịch", ".", "A", "\t", "  ", "đại", "tá", "β", "\u0301", "\ud800"];
        for (var round = 0; round < 3000; round++)
        {
            var field = string.Join(' ', Enumerable.Range(0, random.Next(1, 12)).Select(_ => words[random.Next(words.Length)]));
            var people = PersonNames.Read(field);
            Assert.Equal(people.Length, people.DistinctBy(person => person.Key).Count());
            Assert.All(people, person => Assert.True(person.Key.Length > 0 && person.Key == person.Key.Trim()));
            Assert.Equal(people.Select(person => person.Key), PersonNames.Read($"  {field} ".Replace(" ", "  ", StringComparison.Ordinal).Replace(" -  ", " - ", StringComparison.Ordinal)).Select(person => person.Key));
        }
    }
}
