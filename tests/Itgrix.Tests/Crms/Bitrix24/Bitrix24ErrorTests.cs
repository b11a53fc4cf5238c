using System.Net;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Everything that can come instead of a result.</summary>
[TestClass]
public sealed class Bitrix24ErrorTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(FaultKind.Outage, "ServerError", true, "502")]
    [DataRow(FaultKind.Error, "ServerError", true, "INTERNAL_SERVER_ERROR")]
    [DataRow(FaultKind.CutBefore, "Lost", true, "the connection broke before the answer")]
    [DataRow(FaultKind.CutAfter, "Lost", true, "the connection broke before the answer")]
    [DataRow(FaultKind.Html, "Broken", true, "Just a moment")]
    [DataRow(FaultKind.BrokenJson, "Broken", true, "no answer of its API")]
    [DataRow(FaultKind.Redirect, "Unauthorized", false, "login page")]
    [DataRow(FaultKind.Huge, "TooLarge", false, "larger than 16 MB")]
    public async Task Network_failures_are_distinguished(FaultKind fault, string failure, bool isTransient, string says)
    {
        await using var portal = await TestPortal.StartAsync(isWebhook: true);
        portal.Sandbox.Faults.Add(new() { Kind = fault, Times = 1 });

        var error = await portal.FailsAsync("user.current");

        $"{error.Failure}".Should().Be(failure);
        error.IsTransient.Should().Be(isTransient);
        error.Message.Should().StartWith($"user.current of {portal.Sandbox.Address.Authority}: ").And.Contain(says);
        error.ToString().Should().NotContain(portal.Sandbox.Settings.WebhookSecret);
        (await portal.CallAsync("user.current")).Result.GetProperty("NAME").GetString().Should().Be("Alice");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_request_is_not_sent_twice_when_the_connection_breaks()
    {
        await using var portal = await TestPortal.StartAsync();
        await portal.CallAsync("user.current");
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.CutAfter, Methods = ["crm.lead.add"] });

        var error = await portal.FailsAsync("crm.lead.add", """{"fields": {"TITLE": "one"}}""");

        error.OutcomeUnknown.Should().BeTrue();
        portal.Sandbox.Requests.Count(request => request.Method == "crm.lead.add").Should().Be(1);
        portal.Sandbox.Table("lead").Should().ContainSingle();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_timeout_is_distinguished_from_a_cancellation()
    {
        await using var portal = await TestPortal.StartAsync(
            change: options => options with { Timeout = TimeSpan.FromSeconds(2) });
        await using var patient = await TestPortal.StartAsync(
            change: options => options with { Timeout = TestTimeout.Value });
        foreach (var one in (TestPortal[])[portal, patient])
        {
            await one.CallAsync("user.current");
            one.Sandbox.Faults.Add(new() { Kind = FaultKind.Slow, DelayMs = 10 * TestTimeout.Milliseconds });
        }

        var error = await portal.FailsAsync("user.current");
        using var cancelled = new CancellationTokenSource();
        var call = patient.Client.CallAsync("user.current", null, cancelled.Token);
        await cancelled.CancelAsync();

        error.Failure.Should().Be(CrmFailure.TimedOut);
        error.Message.Should().Contain("within 2 s");
        await call.Invoking(task => task).Should().ThrowAsync<OperationCanceledException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_refused_connection_means_that_nothing_was_sent()
    {
        await using var portal = await TestPortal.StartAsync(isWebhook: true);
        await portal.Sandbox.DisposeAsync();

        var error = await portal.FailsAsync("user.current");

        error.Failure.Should().Be(CrmFailure.Unreachable);
        error.IsTransient.Should().BeTrue();
        error.OutcomeUnknown.Should().BeFalse();
        error.Message.Should().Contain("no connection");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_host_name_that_does_not_resolve_is_named()
    {
        await using var client = new Bitrix24ApiClient(new() { Webhook = new("https://portal.invalid/rest/1/hush/") });

        var call = client.Awaiting(one => one.CallAsync("user.current", null, default));

        (await call.Should().ThrowAsync<CrmException>()).Which.Message
            .Should().StartWith("user.current of portal.invalid: the host's name leads nowhere");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_error_of_a_deleted_webhook_names_the_fix()
    {
        await using var portal = await TestPortal.StartAsync(isWebhook: true,
            change: options =>
                options with { Webhook = new(options.Webhook!.Reveal().Replace("sandbox-webhook", "other")) });

        var error = await portal.FailsAsync("user.current");

        error.Failure.Should().Be(CrmFailure.Unauthorized);
        error.NeedsAPerson.Should().BeTrue();
        error.Code.Should().Be("INVALID_CREDENTIALS");
        error.Message.Should().Contain("make a new one and set bitrix24.webhook");
        error.ToString().Should().NotContain("other-secret");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(400, "{\"error\": \"ECHO\", \"error_description\": \"ECHO is wrong\"}")]
    [DataRow(200, "<html>ECHO</html>")]
    public async Task A_secret_in_an_answer_is_hidden_in_the_error(int status, string answer)
    {
        using var echo = new HttpListener();
        var address = $"http://127.0.0.1:{Echo.FreePort()}/";
        echo.Prefixes.Add(address);
        echo.Start();
        var answering = Echo.AnswerAsync(echo, status, answer);
        await using var client = new Bitrix24ApiClient(new() { Webhook = new($"{address}rest/1/hush-hush/") });

        var call = client.Awaiting(one => one.CallAsync("user.current", null, default));

        (await call.Should().ThrowAsync<CrmException>())
            .Which.ToString().Should().Contain("/rest/1/***").And.NotContain("hush");
        (await answering).Should().Contain("hush-hush");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_error_of_a_webhook_that_registers_calls_names_the_fix()
    {
        await using var portal = await TestPortal.StartAsync(isWebhook: true);

        var error = await portal.FailsAsync(
            "telephony.externalcall.register", """{"USER_ID": 1, "PHONE_NUMBER": "1", "TYPE": 1}""");

        error.NeedsAPerson.Should().BeTrue();
        error.Message.Should().Contain("set bitrix24.oauth instead of bitrix24.webhook");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_invalid_request_is_rejected_permanently_and_a_missing_method_waits_for_its_right()
    {
        await using var portal = await TestPortal.StartAsync();

        var wrong = await portal.FailsAsync(
            "telephony.externalcall.register", """{"USER_ID": 1, "PHONE_NUMBER": "1", "TYPE": 9}""");
        var unknown = await portal.FailsAsync("telephony.nothing");

        (wrong.Failure, wrong.IsTransient, wrong.Code).Should().Be((CrmFailure.Rejected, false, "ERROR_CORE"));
        wrong.Message.Should().Contain("\"Unknown TYPE\"");
        (unknown.Failure, unknown.Code).Should().Be((CrmFailure.Forbidden, "ERROR_METHOD_NOT_FOUND"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_second_finish_is_distinguished_from_other_errors()
    {
        await using var portal = await TestPortal.StartAsync();

        var error = await portal.FailsAsync(
            "telephony.externalcall.finish", """{"USER_ID": 1, "CALL_ID": "externalCall.1"}""");
        var other = await portal.FailsAsync("telephony.externalcall.finish", """{"CALL_ID": "externalCall.1"}""");

        Bitrix24Refusals.IsCallNotOpen(error).Should().BeTrue();
        Bitrix24Refusals.IsCallNotOpen(other).Should().BeFalse();
    }

    [TestMethod]
    [DataRow(401, "NO_AUTH_FOUND", "Unauthorized")]
    [DataRow(401, "ACCESS_DENIED", "Forbidden")]
    [DataRow(403, "INVALID_CREDENTIALS", "Unauthorized")]
    [DataRow(401, "insufficient_scope", "Forbidden")]
    [DataRow(400, "wrong_client", "Unauthorized")]
    [DataRow(404, "portal_not_found", "Unauthorized")]
    [DataRow(500, "INTERNAL_ERROR", "ServerError")]
    [DataRow(401, "something new", "Unauthorized")]
    [DataRow(403, "PORTAL_DELETED", "Unauthorized")]
    [DataRow(503, "OVERLOAD_LIMIT", "Unauthorized")]
    [DataRow(402, "PAYMENT_REQUIRED", "Unauthorized")]
    [DataRow(403, "", "Rejected")]
    [DataRow(400, "", "Rejected")]
    [DataRow(429, "", "RateLimited")]
    [DataRow(503, "query_limit_exceeded", "RateLimited")]
    [DataRow(200, "QUERY_LIMIT_EXCEEDED", "RateLimited")]
    [DataRow(504, "", "ServerError")]
    [DataRow(408, "", "TimedOut")]
    public void Every_error_code_has_its_meaning(int status, string code, string failure)
    {
        var error = new Bitrix24Error((HttpStatusCode)status, code, "words of the portal").ToException("m of p");

        $"{error.Failure}".Should().Be(failure);
        error.Message.Should().StartWith($"m of p: {status} ").And.Contain("\"words of the portal\"").And.EndWith(".");
    }

    /// <summary>A server that puts the address it was asked at into its answer.</summary>
    private static class Echo
    {
        public static async Task<string> AnswerAsync(HttpListener listener, int status, string answer)
        {
            var context = await listener.GetContextAsync();
            context.Response.StatusCode = status;
            context.Response.Close(
                Encoding.UTF8.GetBytes(answer.Replace("ECHO", context.Request.RawUrl)), willBlock: true);
            return context.Request.RawUrl!;
        }

        public static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }
    }
}
