using System.Text.Json.Nodes;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.PastCalls;

/// <summary>Past calls delivered again, to both CRMs.</summary>
[TestClass]
public sealed class PastCallBackfillTests
{
    private const string Call = "1763720000.7", Known = "12025550123", Unknown = "12025550145";

    private static readonly DateTime Yesterday = DateTime.UtcNow.Date.AddDays(-1).AddHours(9);

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_past_call_is_delivered_like_a_live_one_but_shows_no_card()
    {
        await using var run = await PastRun.StartAsync(new FakeCelStore(Answered(Known)));

        (await run.TellAsync(Call)).Should().Be(PastCallState.Queued);

        var call = run.Portal.Table("statistic").Should().ContainSingle().Which!;
        new[] { "EXTERNAL_CALL_ID", "PHONE_NUMBER", "PORTAL_USER_ID", "CALL_FAILED_CODE" }
            .Select(name => $"{call[name]}")
            .Should().Equal(Call, Known, "1", "200");
        $"{run.Portal.Table("call")[0]!["CALL_START_DATE"]}"
            .Should().Be($"{Yesterday.AddSeconds(1):yyyy-MM-ddTHH:mm:ss}+00:00");
        var noted = run.Account.Table("calls").Should().ContainSingle().Which!;
        ($"{noted["uniq"]}", (long)noted["created_at"]!).Should().Be(
            (Call, new DateTimeOffset(Yesterday.AddSeconds(1), TimeSpan.Zero).ToUnixTimeSeconds()));
        run.Account.Table("cards").Should().BeEmpty();
        run.Portal.Requests.Should()
            .NotContain(request => request.Method.Contains("show") || request.Method.Contains("hide"));
        run.Portal.Requests.Where(request => request.Method.EndsWith("externalcall.finish")).Should().ContainSingle()
            .Which.Parameters["ADD_TO_CHAT"]!.ToString().Should().Be("0", "nobody chats about yesterday's call");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(Known, true)]
    [DataRow(Known, false)]
    [DataRow(Unknown, true)]
    [DataRow(Unknown, false)]
    public async Task Reading_a_past_call_again_delivers_nothing_twice(string client, bool isAnswered)
    {
        await using var run = await PastRun.StartAsync(
            new FakeCelStore(isAnswered ? Answered(client) : Missed(client)));
        await run.TellAsync(Call);
        var made = run.Made;

        (await run.TellAsync(Call)).Should().Be(PastCallState.Complete);
        run.Made.Should().Be(made);
        await run.ForgetAsync();
        (await run.TellAsync(Call)).Should().Be(PastCallState.Queued);

        run.Made.Should().Be(made).And.Contain(" statistic=1 ").And.Contain(" notes=1 ");
        (await run.TellAsync(Call)).Should().Be(PastCallState.Complete, "now it is remembered again");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_registered_by_another_connector_without_an_id_is_recognized_by_number_and_time()
    {
        await using var run = await PastRun.StartAsync(new FakeCelStore(Answered(Known)));
        var registered = await run.PortalClient.CallAsync("telephony.externalcall.register", new JsonObject
        {
            ["USER_ID"] = 1, ["TYPE"] = 2, ["PHONE_NUMBER"] = $"+{Known}", ["SHOW"] = 0,
            ["CALL_START_DATE"] = $"{Yesterday.AddSeconds(20).AddHours(3):yyyy-MM-ddTHH:mm:ss}+03:00",
        }.ToJsonString());
        await run.PortalClient.CallAsync("telephony.externalcall.finish", new JsonObject
        {
            ["USER_ID"] = 1, ["CALL_ID"] = $"{registered.Result.GetProperty("CALL_ID")}", ["DURATION"] = 5,
        }.ToJsonString());

        await run.TellAsync(Call);

        run.Portal.Table("call").Should().ContainSingle();
        run.Account.Table("calls").Should().ContainSingle("that connector did not tell Kommo");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Another_call_of_the_same_client_is_not_taken_for_a_past_call()
    {
        var other = new CelStream("1763720000.9", Yesterday.AddSeconds(10)).Whole();
        await using var run = await PastRun.StartAsync(new FakeCelStore([.. Answered(Known), .. other]));

        await run.TellAsync("1763720000.9");
        await run.TellAsync(Call);

        run.Portal.Table("statistic").Should().HaveCount(2);
        run.Account.Table("calls").Should().HaveCount(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_past_call_that_is_in_progress_internal_or_unknown_is_not_delivered()
    {
        var cel = new CelStream("2.1", DateTime.UtcNow.AddMinutes(-1));
        await using var run = await PastRun.StartAsync(new FakeCelStore([.. cel.Answered(), .. Internal("3.1")]));

        (await run.TellAsync("2.1")).Should().Be(PastCallState.UnderWay);
        (await run.TellAsync("3.1")).Should().Be(PastCallState.Internal);
        (await run.TellAsync("4.1")).Should().Be(PastCallState.NotFound);

        run.Portal.Requests.Should().NotContain(request => request.Method.Contains("externalcall"));
        run.Account.Table("calls").Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_delivered_live_meanwhile_is_not_delivered_again()
    {
        var records = Answered(Known).ToList();
        await using var run = await PastRun.StartAsync(new FakeCelStore(records));
        var live = (await run.Reader.ReadAsync(Call, run.Limit))
            .Stages.Select(stage => stage with { IsPast = false }).ToList();

        await Task.WhenAll(run.TellAsync(Call), Task.Run(async () =>
        {
            foreach (var stage in live)
                await run.Outbox.AddAsync(stage, run.Limit);
        }));
        await run.Outbox.IdleAsync().WaitAsync(run.Limit);

        run.Portal.Table("call").Should().ContainSingle();
        run.Account.Table("calls").Should().ContainSingle();
    }

    private static IEnumerable<CelRecord> Answered(string client)
    {
        var cel = new CelStream(Call, Yesterday);
        return [.. cel.Answered(client), .. cel.Over()];
    }

    private static IEnumerable<CelRecord> Missed(string client)
    {
        var cel = new CelStream(Call, Yesterday);
        return
        [
            cel.Starts("PJSIP/trunk-1", Call, client, "2025550101"), cel.Starts("PJSIP/101-2", Call + ".2", "101"),
            cel.HangsUp("PJSIP/101-2", Call + ".2", 19), cel.HangsUp("PJSIP/trunk-1", Call, 19, "NOANSWER"), cel.Ends(),
        ];
    }

    private static IEnumerable<CelRecord> Internal(string call)
    {
        var cel = new CelStream(call, Yesterday);
        return
        [
            cel.Starts("PJSIP/101-1", call, "101", "102"), cel.Starts("PJSIP/102-2", call + ".2", "102"),
            cel.HangsUp("PJSIP/102-2", call + ".2", 19), cel.HangsUp("PJSIP/101-1", call, 19, "NOANSWER"), cel.Ends(),
        ];
    }
}
