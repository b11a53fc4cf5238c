using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Ami;

[TestClass]
public sealed class AmiClientTests
{
    [TestMethod]
    public async Task The_client_logs_in_by_a_challenge_without_sending_the_secret()
    {
        await using var peer = new AmiPeer(new() { Secret = "p4ss word" });
        peer.Options = peer.Options with { Secret = new("p4ss word") };

        await using var client = await peer.ConnectAsync();

        client.ProtocolVersion.Should().Be("11.0.0");
        peer.Pbx.Actions.Select(action => action.Name).Should().Equal("Challenge", "Login");
        peer.Pbx.Actions.SelectMany(action => action.Headers).Should()
            .NotContain(header => header.Value.Contains("p4ss"));
        peer.Pbx.Actions[1]["Events"].Should().Be("call,dialplan,cdr");
    }

    [TestMethod]
    public async Task The_client_logs_in_with_a_plain_secret_when_configured()
    {
        await using var peer = new AmiPeer(new() { HasChallenge = false });
        peer.Options = peer.Options with { Auth = AmiAuth.Plain };

        await using var client = await peer.ConnectAsync();

        peer.Pbx.Actions.Should().ContainSingle().Which["Secret"].Should().Be("itgrix");
    }

    [TestMethod]
    [DataRow(false), DataRow(true)]
    public async Task A_wrong_secret_has_its_own_failure_that_says_what_to_do(bool isPlain)
    {
        await using var peer = new AmiPeer();
        peer.Options = peer.Options with { Auth = isPlain ? AmiAuth.Plain : AmiAuth.Md5, Secret = new("hush-hush") };

        var error = await Fails(peer, AmiFailure.LoginRefused);

        error.NeedsAPerson.Should().BeTrue();
        error.Message.Should().Contain($"itgrix@127.0.0.1:{peer.Pbx.Port}").And.Contain("manager.conf")
            .And.Contain("permit");
        error.ToString().Should().NotContain("hush-hush");
    }

    [TestMethod]
    public async Task A_peer_without_challenges_is_named_with_the_setting_that_helps()
    {
        await using var peer = new AmiPeer(new() { HasChallenge = false });

        (await Fails(peer, AmiFailure.LoginRefused)).Message.Should().Contain("\"plain\"");
    }

    [TestMethod]
    public async Task Nobody_at_the_port_is_a_refused_connection()
    {
        await using var peer = new AmiPeer();
        await peer.Pbx.DisposeAsync();

        (await Fails(peer, AmiFailure.Refused)).Message.Should().Contain("enabled = yes");
    }

    [TestMethod]
    public async Task A_host_that_does_not_exist_is_named()
    {
        await using var peer = new AmiPeer();
        peer.Options = peer.Options with { Host = "pbx.invalid" };

        (await Fails(peer, AmiFailure.UnknownHost)).Message.Should().Contain("pbx.invalid");
    }

    [TestMethod]
    public async Task Another_program_at_the_port_is_distinguished_from_an_Asterisk()
    {
        await using var peer = new AmiPeer(new() { Greeting = "220 mail.example.org ESMTP: ready\u0007" });

        (await Fails(peer, AmiFailure.NotAsterisk)).Message.Should().Contain("220 mail.example.org ESMTP: ready.\"");
    }

    [TestMethod]
    public async Task A_connection_that_is_closed_at_once_hints_at_access_lists()
    {
        await using var peer = new AmiPeer();
        peer.Pbx.Trouble = new() { ClosesAtOnce = true };

        (await Fails(peer, AmiFailure.Lost)).Message.Should().Contain("access list");
    }

    [TestMethod]
    public async Task A_peer_that_never_greets_is_given_up_after_the_limit()
    {
        await using var peer = new AmiPeer();
        peer.Pbx.Trouble = new() { IsSilent = true };
        var connecting = Fails(peer, AmiFailure.TimedOut);

        await peer.Time.WaitForTimer(peer.Options.ConnectTimeout, peer.Limit);
        peer.Time.Advance(peer.Options.ConnectTimeout);

        (await connecting).Message.Should().Contain("11 s");
    }

    [TestMethod]
    public async Task A_list_comes_whole()
    {
        await using var peer = new AmiPeer(new() { Channels = ["PJSIP/101-00000001", "PJSIP/trunk-00000002"] });

        await peer.UseAsync(async client =>
        {
            var reply = await client.SendAsync(AmiActions.CoreShowChannels(), peer.Limit);

            reply.IsSuccess.Should().BeTrue();
            reply.Events.Select(channel => channel["Channel"]).Should()
                .Equal("PJSIP/101-00000001", "PJSIP/trunk-00000002");
        });
    }

    [TestMethod]
    public async Task Every_action_gets_its_own_answer_however_it_is_split()
    {
        await using var peer = new AmiPeer(new() { Channels = ["PJSIP/101-00000001"] });
        peer.Pbx.Trouble = new() { Tears = 3 };

        await peer.UseAsync(async client =>
        {
            var replies = await Task.WhenAll(
                client.SendAsync(AmiActions.Hangup("PJSIP/101-00000001"), peer.Limit),
                client.SendAsync(AmiActions.Hangup("PJSIP/none-00000001"), peer.Limit),
                client.SendAsync(AmiActions.CoreSettings(), peer.Limit),
                client.SendAsync(new AmiAction("Dance"), peer.Limit),
                client.SendAsync(AmiActions.Redirect("PJSIP/101-00000001", "internal", "102"), peer.Limit));

            replies.Select(reply => reply.IsSuccess).Should().Equal(true, false, true, false, true);
            replies[1].Message.Should().Be("No such channel");
            replies[2].Response["AsteriskVersion"].Should().Be("22.10.1");
            replies[3].Message.Should().StartWith("Invalid/unknown command");
        });
    }

    [TestMethod]
    [DataRow(4, true), DataRow(3, false), DataRow(5, false)]
    public async Task An_originated_call_is_reported_once_its_first_channel_is_decided(int reason, bool isAnswered)
    {
        await using var peer = new AmiPeer(new() { OriginateReason = reason });

        await peer.UseAsync(async client =>
        {
            var result = await client.OriginateAsync(Call with { ChannelId = "itgrix-1" }, peer.Limit);

            result.IsAnswered.Should().Be(isAnswered);
            result.Reason.Should().Be(reason);
            result.UniqueId.Should().Be(isAnswered ? "itgrix-1" : "");
        });
        var sent = peer.Pbx.Actions.Single(action => action.Name == "Originate");
        sent["Channel"].Should().Be("PJSIP/101");
        sent["Timeout"].Should().Be("30000");
        sent["CallerID"].Should().Be("\"Иван\" <12025550144>");
        sent["Async"].Should().Be("true");
    }

    [TestMethod]
    public async Task A_variable_cannot_become_two()
    {
        await using var peer = new AmiPeer();

        await peer.UseAsync(client => client.OriginateAsync(
            Call with { Variables = new Dictionary<string, string> { ["DEAL"] = "1,ADMIN=yes\\,\"x\"" } }, peer.Limit));

        peer.Pbx.Actions.Single(action => action.Name == "Originate").All("Variable")
            .Should().Equal("DEAL=1\\,ADMIN=yes\\\\\\,\\\"x\\\"");
    }

    [TestMethod]
    public async Task An_unanswered_action_ends_after_the_limit()
    {
        await using var peer = new AmiPeer();
        peer.Options = peer.Options with { KeepAlive = TimeSpan.FromMinutes(10) };

        await peer.UseAsync(async client =>
        {
            peer.Pbx.Trouble = new() { IsSilent = true };
            var sending = client.SendAsync(AmiActions.CoreSettings(), peer.Limit);
            await peer.Time.WaitForTimer(peer.Options.ConnectTimeout, peer.Limit);
            peer.Time.Advance(peer.Options.ConnectTimeout);

            (await sending.Awaiting(task => task).Should().ThrowAsync<AmiException>())
                .Which.Failure.Should().Be(AmiFailure.NoAnswer);
        });
    }

    [TestMethod]
    public async Task A_silent_peer_gets_a_ping_and_then_all_waiting_actions_fail()
    {
        await using var peer = new AmiPeer();
        await using var client = await peer.ConnectAsync();
        var reading = client.ReadAsync((_, _) => default, peer.Limit);

        await peer.Time.WaitForTimer(peer.Options.KeepAlive, peer.Limit);
        peer.Time.Advance(peer.Options.KeepAlive);
        await Eventually.TrueAsync(() => peer.Pbx.Actions[^1].Name == "Ping");
        (await client.SendAsync(AmiActions.CoreSettings(), peer.Limit)).IsSuccess.Should()
            .BeTrue("it answers, silence alone is no reason");
        peer.Pbx.Trouble = new() { IsSilent = true };
        var sending =
            client.SendAsync(new AmiAction("CoreSettings") { Timeout = Timeout.InfiniteTimeSpan }, peer.Limit);
        var silence = () => Eventually.CompletedAsync(reading, () => peer.Time.Advance(peer.Options.KeepAlive));

        (await silence.Should().ThrowAsync<AmiException>()).Which.Failure.Should()
            .Be(AmiFailure.Silent);
        (await sending.Awaiting(task => task).Should().ThrowAsync<AmiException>()).Which.Failure.Should()
            .Be(AmiFailure.Silent);
    }

    [TestMethod]
    public async Task A_waiting_action_fails_when_the_connection_is_lost()
    {
        await using var peer = new AmiPeer();
        await using var client = await peer.ConnectAsync();
        var reading = client.ReadAsync((_, _) => default, peer.Limit);
        peer.Pbx.Trouble = new() { IsSilent = true };
        var sending = client.SendAsync(AmiActions.CoreSettings(), peer.Limit);

        peer.Pbx.Drop();

        (await sending.Awaiting(task => task).Should().ThrowAsync<AmiException>()).Which.Failure.Should()
            .Be(AmiFailure.Lost);
        await reading.Awaiting(task => task).Should().ThrowAsync<AmiException>();
        await client.Awaiting(one => one.SendAsync(AmiActions.Ping(), peer.Limit)).Should().ThrowAsync<AmiException>();
    }

    private static OriginateRequest Call => new()
    {
        Channel = "PJSIP/101",
        Context = "internal",
        Exten = "912025550144",
        CallerId = "\"Иван\" <12025550144>",
    };

    private static async Task<AmiException> Fails(AmiPeer peer, AmiFailure failure)
    {
        var error = (await peer.Awaiting(one => one.ConnectAsync()).Should().ThrowAsync<AmiException>()).Which;
        error.Failure.Should().Be(failure, error.Message);
        return error;
    }
}
