using System.Text;
using Conferencing.Bridge.Node;
using Conferencing.Bridge.Tests.Conferences;
using Conferencing.Signalling.Calls;

namespace Conferencing.Bridge.Tests.Node;

public sealed class DialogJournalTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("journal").FullName, "dialogs.jsonl");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void What_was_living_is_read_again_with_its_newest_identity()
    {
        using (var journal = DialogJournal.Open(_path))
        {
            Assert.Equal((0L, 0), (journal.LastCall, journal.Skipped));
            Begin(journal, 1, 2, 3);
            journal.Record(new CallHandle(1), DirectorRig.Dialog("one", remoteTag: null));
            journal.Record(new CallHandle(1), DirectorRig.Dialog("one", remoteTag: "tag") with { RouteSet = ["<sip:proxy;lr>"] });
            journal.Record(new CallHandle(2), DirectorRig.Dialog("two"));
            journal.End(new CallHandle(2));
        }

        using var again = DialogJournal.Open(_path);
        // The third never had an identity: its INVITE was never sent.
        var living = Assert.Single(again.Forgotten);
        Assert.Equal((new CallHandle(1), "sip:room1@10.0.0.1"), (living.Call, living.Address));
        Assert.Equal("tag", living.Identity.RemoteTag);
        Assert.Equal("<sip:proxy;lr>", Assert.Single(living.Identity.RouteSet));
        Assert.Equal("UDP 10.0.0.1:5060", living.Identity.Destination.ToString());
        Assert.Equal(3, again.LastCall);
    }

    [Fact]
    public void A_file_cut_anywhere_loses_its_last_line_at_most()
    {
        using (var journal = DialogJournal.Open(_path))
        {
            Begin(journal, 1, 2);
            journal.Record(new CallHandle(1), DirectorRig.Dialog("one"));
            journal.Record(new CallHandle(2), DirectorRig.Dialog("two"));
        }

        var whole = File.ReadAllBytes(_path);
        var lastLine = whole.AsSpan()[..^1].LastIndexOf((byte)'\n') + 1;
        for (var length = lastLine; length < whole.Length; length++)
        {
            var reading = JournalReading.Of(whole.AsSpan(0, length));
            Assert.Equal("one", reading.Live[0].Dialog?.CallId);
            var torn = length > lastLine && length < whole.Length - 1;
            Assert.Equal(torn ? 1 : 0, reading.Skipped);
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("{\"call\":\"x\"}")]
    [InlineData("\0\0\0\0")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("{\"call\":9,\"dialog\":{\"callId\":\"c\"}}")]
    [InlineData("{\"call\":9,\"dialog\":{\"callId\":\"c\",\"localTag\":\"l\",\"localUri\":\"u\",\"remoteUri\":\"u\",\"remoteTarget\":\"t\",\"localSequence\":1,\"inviteBranch\":\"b\",\"destination\":\"nowhere\"}}")]
    public void A_damaged_line_is_skipped_and_counted(string line)
    {
        using (var journal = DialogJournal.Open(_path))
        {
            Begin(journal, 1);
            journal.Record(new CallHandle(1), DirectorRig.Dialog("one"));
        }

        File.AppendAllText(_path, line + "\n");
        using var again = DialogJournal.Open(_path);
        Assert.Equal(1, again.Skipped);
        Assert.Single(again.Forgotten);
    }

    [Fact]
    public void A_line_after_a_torn_one_is_not_lost()
    {
        File.WriteAllText(_path, "{\"call\":1,\"conferen");
        using (var journal = DialogJournal.Open(_path))
        {
            Begin(journal, 2);
            journal.Record(new CallHandle(2), DirectorRig.Dialog("two"));
        }

        using var again = DialogJournal.Open(_path);
        Assert.Equal("two", Assert.Single(again.Forgotten).Identity.CallId);
    }

    [Fact]
    public void It_does_not_grow_for_ever()
    {
        using var journal = DialogJournal.Open(_path);
        for (var call = 1; call <= 5000; call++)
        {
            Begin(journal, call);
            journal.Record(new CallHandle(call), DirectorRig.Dialog("again and again"));
            journal.End(new CallHandle(call));
        }

        Assert.InRange(new FileInfo(_path).Length, 0, 2 << 20);
    }

    [Fact]
    public void An_ordinary_stop_leaves_nothing_to_end()
    {
        using (var journal = DialogJournal.Open(_path))
        {
            Begin(journal, 1);
            journal.Record(new CallHandle(1), DirectorRig.Dialog("one"));
            journal.Clear();
        }

        using var again = DialogJournal.Open(_path);
        Assert.Empty(again.Forgotten);
    }

    [Fact]
    public void Every_line_is_in_the_file_as_soon_as_it_is_written()
    {
        using var journal = DialogJournal.Open(_path);
        Begin(journal, 1);
        journal.Record(new CallHandle(1), DirectorRig.Dialog("one"));
        using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        Assert.Equal(2, Encoding.UTF8.GetString(bytes).Count(letter => letter == '\n'));
    }

    private static void Begin(DialogJournal journal, params long[] calls)
    {
        foreach (var call in calls)
            journal.Begin(new JournalCall(new CallHandle(call), DirectorRig.Conference, DirectorRig.Room(1), "sip:room1@10.0.0.1"));
    }
}
