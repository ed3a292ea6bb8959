namespace Conferencing.Bridge.Tests.Endpoints;

/// <summary>The measuring itself is measured: clients nobody here wrote call each other without the product between them.</summary>
[Collection(RealClients.Name)]
public sealed class EndpointTests : IDisposable
{
    private readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tone_is_found_at_its_level_and_nowhere_else()
    {
        string path = Path.Combine(_folder.Path, "tone.wav");
        Tones.WriteWav(path, 980, 2);

        short[] samples = Tones.ReadWav(path);

        Assert.Equal(-21.9, Tones.TypicalDbfs(samples, 980), 0.2);
        foreach (int other in Tones.FrequenciesHz.Where(f => f != 980))
            Assert.True(Tones.HighDbfs(samples, other) < -80, $"{other} Hz: {Tones.HighDbfs(samples, other)} dBFS");
    }

    [Theory]
    [InlineData(0, 100, 50, 150, true)]
    [InlineData(0, 100, 110, 200, true)]
    [InlineData(0, 100, 130, 200, false)]
    [InlineData(200, 300, 0, 170, false)]
    public void A_gap_is_excused_only_by_one_at_the_same_time(int from, int to, int otherFrom, int otherTo, bool overlaps)
    {
        static DateTimeOffset At(int milliseconds) => DateTimeOffset.UnixEpoch.AddMilliseconds(milliseconds);

        Assert.Equal(overlaps, new RtpGap(At(from), At(to)).Overlaps(new RtpGap(At(otherFrom), At(otherTo))));
    }

    [Fact]
    public async Task Phones_hear_each_other_and_the_capture_sees_it()
    {
        using var capture = await Capture.Start(_folder.Path);
        await using var caller = await Baresip.Start(_folder.Path, new BaresipOptions("caller", 420));
        await using var callee = await Baresip.Start(_folder.Path, new BaresipOptions("callee", 660) { MaxCalls = 1 });
        using var sipp = await Sipp.Answering(_folder.Path, 980);

        await caller.Do("dial", callee.Uri);
        await callee.WaitFor("CALL_ESTABLISHED", 1, TimeSpan.FromSeconds(5));
        await Sent(capture, TimeSpan.FromSeconds(3), [.. callee.RtpPorts]);
        await caller.Do("hangup");
        await caller.Do("dial", sipp.Uri);
        await caller.WaitFor("CALL_ESTABLISHED", 2, TimeSpan.FromSeconds(5));
        await Sent(capture, TimeSpan.FromSeconds(2), sipp.RtpPort);
        await caller.Freeze(TimeSpan.FromMilliseconds(300));
        await Sent(capture, TimeSpan.FromSeconds(3), sipp.RtpPort);
        caller.Stop();
        callee.Stop();
        capture.Stop();

        short[] heard = Tones.ReadWav(callee.Recordings[0]);
        Assert.True(Tones.TypicalDbfs(heard, 420) > Tones.HeardDbfs);
        Assert.True(Tones.HighDbfs(heard, 660) < Tones.SilentDbfs);
        var invites = capture.SipAt(callee.SipPort).Where(m => m.IsFirstInvite).ToList();
        Assert.Single(invites);
        Assert.Contains(capture.SipAt(callee.SipPort), m => m.Method == "BYE" && m.IsRequest && m.CallId == invites[0].CallId);
        var atSipp = capture.RtpTo(sipp.RtpPort);
        var stream = Assert.Single(atSipp);
        Assert.InRange(Tones.TypicalDbfs(stream.Decode(stream.Begin, stream.End), 420), Tones.HeardDbfs, 0);
        // Judged without the control streams: a busy machine would excuse it.
        var frozen = RtpGap.Between([.. stream.Packets.Select(packet => packet.At)], TimeSpan.FromMilliseconds(60));
        Assert.Contains(frozen, gap => gap.Length > TimeSpan.FromMilliseconds(250));
        var fromSipp = capture.SoFar().Select(CapturedRtp.Parse).Where(p => p?.Ssrc == 0x5151AA00u + 980).ToList();
        Assert.NotEmpty(fromSipp);
    }

    /// <summary>Until so much sound was sent to one of these ports in all.</summary>
    private static Task Sent(Capture capture, TimeSpan sound, params int[] rtpPorts) => Eventually.True(
        sound + TimeSpan.FromSeconds(10), () => rtpPorts.SelectMany(capture.RtpTo).Any(stream => stream.Packets.Count >= sound.TotalSeconds * 50));

    [Fact]
    public async Task A_phone_of_one_call_is_busy_for_a_second_and_sipp_refuses_rings_and_answers_without_media()
    {
        using var capture = await Capture.Start(_folder.Path);
        await using var first = await Baresip.Start(_folder.Path, new BaresipOptions("first", 420));
        await using var second = await Baresip.Start(_folder.Path, new BaresipOptions("second", 660));
        await using var single = await Baresip.Start(_folder.Path, new BaresipOptions("single", 980) { MaxCalls = 1 });
        using var refusing = await Sipp.Refusing(_folder.Path, "603 Decline");
        using var ringing = await Sipp.Ringing(_folder.Path);
        using var silent = await Sipp.AnsweringWithoutMedia(_folder.Path);

        await first.Do("dial", single.Uri);
        await first.WaitFor("CALL_ESTABLISHED", 1, TimeSpan.FromSeconds(5));
        await second.Do("dial", single.Uri);
        await second.WaitFor("CALL_CLOSED", 1, TimeSpan.FromSeconds(5));
        await second.Do("dial", refusing.Uri);
        await second.WaitFor("CALL_CLOSED", 2, TimeSpan.FromSeconds(5));
        await second.Do("dial", ringing.Uri);
        await second.WaitFor("CALL_RINGING", 1, TimeSpan.FromSeconds(5));
        await second.Do("hangup");
        await second.WaitFor("CALL_CLOSED", 3, TimeSpan.FromSeconds(5));

        await second.Do("dial", silent.Uri);
        var soon = TimeSpan.FromSeconds(5);
        await Eventually.True(soon, () => capture.SipAt(single.SipPort).Exists(m => m.Status == 486));
        await Eventually.True(soon, () => capture.SipAt(refusing.SipPort).Exists(m => m.Status == 603));
        await Eventually.True(soon, () => capture.SipAt(ringing.SipPort).Exists(m => m.Status == 487));
        await Eventually.True(soon, () => capture.SipAt(silent.SipPort).Exists(m => m.IsRequest && m.Method == "ACK"));
    }
}
