using System.Text;
using System.Threading.Channels;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiListenerTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.1), Longest = TimeSpan.FromMinutes(1);
    private static readonly byte[] Held =
        Encoding.UTF8.GetBytes("Event: Hold\r\nPrivilege: call,all\r\nUniqueid: 1.1\r\n\r\n");

    private Channel<PbxEvent> _queue = Channel.CreateBounded<PbxEvent>(10_000);

    [TestMethod]
    [DataRow(null), DataRow(1), DataRow(700)]
    public async Task Events_about_calls_arrive_in_order_however_they_are_split(int? tears)
    {
        var capture = Capture.Load(Captures.PathOf("in_redirected.ami"));
        await using var peer = new AmiPeer();
        peer.Pbx.Trouble = new() { Tears = tears };

        await ListenAsync(peer, async listener =>
        {
            await peer.Pbx.PlayAsync([new(capture, 0)], atTheirPace: false, peer.Limit);

            var expected = Expected("in_redirected.ami");
            (await TakeAsync(peer, expected.Count)).Should().Equal(expected);
            listener.Status.Events.Should().Be(expected.Count);
        });
    }

    [TestMethod]
    public async Task Captures_played_many_times_at_once_are_as_many_calls()
    {
        var captures = new[] { "in_hold.ami", "transfer_attended_keys.ami", "16-chan_sip/transfer_blind.ami" };
        var loaded = captures.Select(name => Capture.Load(Captures.PathOf(name))).ToList();
        var perPlay = captures.Select(name => Expected(name).OfType<CelRecord>().ToList()).ToList();
        const int times = 30;
        await using var peer = new AmiPeer();

        await ListenAsync(peer, async _ =>
        {
            var plays = Enumerable.Range(0, times * loaded.Count)
                .Select(number => new Play(loaded[number % loaded.Count], number));
            await peer.Pbx.PlayAsync(plays, atTheirPace: false, peer.Limit);

            var records = (await TakeAsync(peer, times * captures.Sum(name => Expected(name).Count)))
                .OfType<CelRecord>().ToList();
            Count(records, record => record.LinkedId).Should()
                .Be(times * perPlay.Sum(play => Count(play, record => record.LinkedId)));
            Count(records, record => record.Channel).Should()
                .Be(times * perPlay.Sum(play => Count(play, record => record.Channel)));
        });
    }

    [TestMethod]
    public async Task A_connection_lost_within_a_message_is_made_again_and_reported()
    {
        await using var peer = new AmiPeer();
        peer.Pbx.Trouble = new() { DropsAfter = Held.Length + 20 };

        await ListenAsync(peer, async listener =>
        {
            await peer.Pbx.SendAsync("call", Held, peer.Limit);
            await peer.Pbx.SendAsync("call", Held, peer.Limit);
            (await TakeAsync(peer, 1)).Should().Equal(new HoldChanged("1.1", true));
            var lost = (await TakeAsync(peer, 1)).Single().Should().BeOfType<AmiDisconnected>().Which;
            lost.Should().Be(new AmiDisconnected(peer.Time.GetUtcNow(), listener.Status.LastError ?? lost.Reason));
            await peer.Time.WaitForTimer(First, peer.Limit);
            listener.Status.IsConnected.Should().BeFalse();
            listener.Status.LastError.Should().Be(lost.Reason);
            await listener.Awaiting(one => one.SendAsync(AmiActions.Ping(), peer.Limit)).Should()
                .ThrowAsync<AmiException>();

            peer.Pbx.Trouble = new();
            peer.Time.Advance(First);
            await peer.Pbx.WaitForLoginAsync(peer.Limit);
            (await TakeAsync(peer, 1)).Should().Equal(new AmiConnected(peer.Time.GetUtcNow()));
            await peer.Pbx.SendAsync("call", Held, peer.Limit);
            (await TakeAsync(peer, 1)).Should().Equal(new HoldChanged("1.1", true));
        });
    }

    [TestMethod]
    public async Task The_listener_reconnects_with_back_off_up_to_a_minute()
    {
        await using var peer = new AmiPeer();
        await peer.Pbx.DisposeAsync();
        using var stop = new CancellationTokenSource();
        var running = Listener(peer).RunAsync(stop.Token);

        foreach (var seconds in new[] { 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 60, 60 })
        {
            await peer.Time.WaitForTimer(TimeSpan.FromSeconds(seconds), peer.Limit);
            peer.Time.Advance(TimeSpan.FromSeconds(seconds));
        }

        await stop.CancelAsync();
        await running.WaitAsync(peer.Limit);
    }

    [TestMethod]
    public async Task A_refused_login_is_tried_again_only_after_the_long_pause()
    {
        await using var peer = new AmiPeer();
        peer.Options = peer.Options with { Secret = new("hush-hush") };
        using var stop = new CancellationTokenSource();
        var listener = Listener(peer);
        var running = listener.RunAsync(stop.Token);

        await peer.Time.WaitForTimer(Longest, peer.Limit);
        peer.Pbx.Connections.Should().Be(1);
        listener.Status.LastError.Should().Contain("manager.conf").And.NotContain("hush-hush");
        peer.Time.Advance(Longest);
        await peer.Time.WaitForTimer(Longest, peer.Limit);
        peer.Pbx.Connections.Should().Be(2);

        await stop.CancelAsync();
        await running.WaitAsync(peer.Limit);
    }

    [TestMethod]
    public async Task A_silent_peer_is_disconnected_and_the_gap_is_reported()
    {
        await using var peer = new AmiPeer();

        await ListenAsync(peer, async listener =>
        {
            // No answer to it is on its way when the peer falls silent.
            await Eventually.TrueAsync(() => listener.Status.AsteriskVersion.Length > 0);
            await peer.Pbx.SendAsync("call", Held, peer.Limit);
            await TakeAsync(peer, 1);
            await peer.Time.WaitForTimer(peer.Options.KeepAlive, peer.Limit);
            var heard = peer.Time.GetUtcNow();
            peer.Pbx.Trouble = new() { IsSilent = true };

            await Eventually.CompletedAsync(
                _queue.Reader.WaitToReadAsync(peer.Limit).AsTask(), () => peer.Time.Advance(peer.Options.KeepAlive));

            var lost = (await TakeAsync(peer, 1)).Single().Should().BeOfType<AmiDisconnected>().Which;
            lost.LastHeard.Should().Be(heard);
            lost.Reason.Should().Contain("Ping");
        });
    }

    [TestMethod]
    public async Task A_queue_without_room_holds_Asterisk_up_and_loses_nothing()
    {
        var queue = new WatchedQueue<PbxEvent>(3);
        _queue = queue;
        var capture = Capture.Load(Captures.PathOf("in_redirected.ami"));
        await using var peer = new AmiPeer();

        await ListenAsync(peer, async listener =>
        {
            var playing = peer.Pbx.PlayAsync([new(capture, 0)], atTheirPace: false, peer.Limit);
            await queue.IsFull.WaitAsync(peer.Limit);
            await playing;
            // Silence that we cause ourselves does not count.
            for (var times = 0; times < 5; times++)
                peer.Time.Advance(peer.Options.KeepAlive);

            var expected = Expected("in_redirected.ami");
            (await TakeAsync(peer, expected.Count)).Should().Equal(expected);
            listener.Status.IsConnected.Should().BeTrue();
            listener.Status.HeldUp.Should().BePositive();
        });
    }

    [TestMethod]
    public async Task Late_reading_does_not_hide_a_gap()
    {
        var queue = new WatchedQueue<PbxEvent>(3);
        _queue = queue;
        await using var peer = new AmiPeer();

        await ListenAsync(peer, async _ =>
        {
            var heldUpAt = peer.Time.GetUtcNow();
            await peer.Pbx.PlayAsync([new(Capture.Load(Captures.PathOf("in_busy.ami")), 0)], atTheirPace: false,
                peer.Limit);
            await queue.IsFull.WaitAsync(peer.Limit);
            peer.Pbx.Drop();
            peer.Time.Advance(TimeSpan.FromMinutes(5));

            var expected = Expected("in_busy.ami");
            (await TakeAsync(peer, expected.Count)).Should().Equal(expected);
            (await TakeAsync(peer, 1)).Single().Should().BeOfType<AmiDisconnected>().Which.LastHeard.Should()
                .Be(heldUpAt);
        });
    }

    [TestMethod]
    public async Task Repeated_events_are_passed_on_twice_and_events_not_about_calls_never()
    {
        await using var peer = new AmiPeer();
        peer.Pbx.Trouble = new() { Duplicates = true };

        await ListenAsync(peer, async listener =>
        {
            await peer.Pbx.SendAsync("call", "Event: Invented\r\nno header\r\n\r\n"u8.ToArray(), peer.Limit);
            await peer.Pbx.SendAsync("call", "Event: CEL\r\nEventName: ANSWER\r\n\r\n"u8.ToArray(), peer.Limit);
            await peer.Pbx.SendAsync("call", Held, peer.Limit);

            (await TakeAsync(peer, 2)).Should().Equal(new HoldChanged("1.1", true), new HoldChanged("1.1", true));
            var status = listener.Status;
            status.Wire.Malformed.Should().Be(2);
            status.Incomplete.Should().Be(2);
            status.Events.Should().Be(2);
        });
    }

    [TestMethod]
    public async Task The_listener_reports_versions_and_connection_time_and_sends_actions()
    {
        await using var peer = new AmiPeer(new() { Channels = ["PJSIP/101-00000001"] });

        await ListenAsync(peer, async listener =>
        {
            (await listener.SendAsync(AmiActions.Hangup("PJSIP/101-00000001"), peer.Limit)).IsSuccess.Should().BeTrue();
            await Eventually.TrueAsync(() => listener.Status.AsteriskVersion.Length > 0);

            listener.Status.AsteriskVersion.Should().Be("22.10.1");
            listener.Status.ProtocolVersion.Should().Be("11.0.0");
            listener.Status.ConnectedSince.Should().Be(peer.Time.GetUtcNow());
            listener.Status.LastError.Should().BeNull();
        });
    }

    [TestMethod]
    public async Task The_listener_stops_at_once_even_while_it_waits_for_a_login_or_for_room()
    {
        await using var mute = new AmiPeer();
        mute.Pbx.Trouble = new() { IsSilent = true };
        await StopsAsync(mute, () => mute.Time.WaitForTimer(mute.Options.ConnectTimeout, mute.Limit));

        var queue = new WatchedQueue<PbxEvent>(1);
        _queue = queue;
        await using var peer = new AmiPeer();
        await StopsAsync(peer, async () =>
        {
            await peer.Pbx.WaitForLoginAsync(peer.Limit);
            await peer.Pbx.SendAsync("call", Held, peer.Limit);
            await queue.IsFull.WaitAsync(peer.Limit);
        });
    }

    private async Task StopsAsync(AmiPeer peer, Func<Task> before)
    {
        using var stop = new CancellationTokenSource();
        var listener = Listener(peer);
        var running = listener.RunAsync(stop.Token);
        await before();

        await stop.CancelAsync();

        await running.WaitAsync(peer.Limit);
        listener.Status.IsConnected.Should().BeFalse();
    }

    private AmiListener Listener(AmiPeer peer) => new(peer.Options, TimeZoneInfo.Utc, _queue, peer.Time);

    // From the connection until the test has seen enough.
    private async Task ListenAsync(AmiPeer peer, Func<AmiListener, Task> test)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(peer.Limit);
        var listener = Listener(peer);
        var running = listener.RunAsync(stop.Token);
        await peer.Pbx.WaitForLoginAsync(peer.Limit);
        (await TakeAsync(peer, 1)).Should().Equal(new AmiConnected(peer.Time.GetUtcNow()));
        await test(listener);
        await stop.CancelAsync();
        await running;
    }

    private async Task<IReadOnlyList<PbxEvent>> TakeAsync(AmiPeer peer, int count)
    {
        var events = new List<PbxEvent>();
        while (events.Count < count)
            events.Add(await _queue.Reader.ReadAsync(peer.Limit));
        return events;
    }

    private static IReadOnlyList<PbxEvent> Expected(string name)
    {
        var events = new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System);
        return [.. ParsedMessages.Of(Captures.Bytes(name), greets: true).Select(events.Read).OfType<PbxEvent>()];
    }

    private static int Count(IEnumerable<CelRecord> records, Func<CelRecord, string> of) =>
        records.Select(of).Distinct().Count();
}
