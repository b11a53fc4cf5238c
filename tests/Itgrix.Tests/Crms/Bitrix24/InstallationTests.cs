using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>The application's installation in the portal connects it to the running service.</summary>
[TestClass]
public sealed class InstallationTests
{
    private static readonly string[] Bound =
        ["ONAPPINSTALL", "ONAPPUNINSTALL", "ONEXTERNALCALLBACKSTART", "ONEXTERNALCALLSTART"];

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_call_from_before_the_installation_is_delivered_after_it_and_clicks_ring()
    {
        await using var run = await ConnectRun.StartAsync();
        await run.HealthAsync("not_connected");
        await run.Service.LoggedAsync("Bitrix24 is awaited: its calls are kept");
        run.Service.Log.Should().Contain("is not installed in").And.Contain("./run.sh connect bitrix24");
        await run.CallAsync();
        await run.Service.LoggedAsync("waits");

        using var page = await run.Portal.OpenApplicationAsync(run.Install, 1, run.Limit);

        page.StatusCode.Should().Be(HttpStatusCode.OK);
        (await page.Content.ReadAsStringAsync(run.Limit)).Should()
            .Contain("<script src=\"https://api.bitrix24.com/api/v1/\"></script>").And.Contain("BX24.installFinish()");
        await Eventually.TrueAsync(() => run.Portal.Table("statistic").Count == 1, () => run.Service.Log);
        await run.HealthAsync("ok");
        await run.Service.LoggedAsync("Bitrix24 answers, with 3 employees");
        // Its events come once the page has finished the installation, and with them their token.
        (await run.Portal.DeliverEventAsync("ONEXTERNALCALLSTART", [], run.Limit)).Should().BeEmpty();
        await run.Portal.FinishInstallationAsync(1, run.Limit);
        var click = (await run.Portal.DeliverEventAsync("ONEXTERNALCALLSTART", [], run.Limit)).Single();
        ((int)click["status"]!).Should().Be(200);
        await Eventually.TrueAsync(() => run.Pbx.Actions.Any(action => action.Name == "Originate"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_page_may_be_framed_by_the_portal_alone_and_loads_nothing_but_its_script()
    {
        await using var run = await ConnectRun.StartAsync();

        using var page = await run.Portal.OpenApplicationAsync(run.Install, 1, run.Limit);
        using var again = await run.Portal.OpenApplicationAsync(run.Install, 1, run.Limit);

        string PolicyOf(HttpResponseMessage answer) => answer.Headers.GetValues("Content-Security-Policy").Single();
        var nonce = Regex.Match(PolicyOf(page), "'nonce-([0-9a-f]{32})'").Groups[1].Value;
        PolicyOf(page).Should().Be($"default-src 'none'; script-src 'nonce-{nonce}' https://api.bitrix24.com; "
            + $"style-src 'nonce-{nonce}'; frame-ancestors http://{run.Portal.Address.Authority}; base-uri 'none'; "
            + "form-action 'none'");
        PolicyOf(again).Should().NotContain(nonce);
        (await page.Content.ReadAsStringAsync(run.Limit)).Should().Contain($"<script nonce=\"{nonce}\">");
        page.Headers.CacheControl!.NoStore.Should().BeTrue();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_application_without_an_interface_is_connected_by_its_event_at_once()
    {
        await using var run = await ConnectRun.StartAsync();

        using var answer = await run.Portal.AddApplicationAsync(run.Install, 1, run.Limit);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync(run.Limit)).Should().NotContain("installFinish");
        await run.HealthAsync("ok");
        (await run.Portal.DeliverEventAsync("ONEXTERNALCALLSTART", [], run.Limit)).Single()["status"]!
            .GetValue<int>().Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Installing_again_binds_each_event_once_and_keeps_working()
    {
        await using var run = await ConnectRun.StartAsync();
        for (var times = 0; times < 3; times++)
            (await run.Portal.AddApplicationAsync(run.Install, 1, run.Limit)).Dispose();
        // Not the portal's own doing: without a new installation the events are still bound.
        var link = await run.LinkAsync("bitrix24");
        (await run.GetAsync(run.Portal.Allow(link, run.Install, 1))).Status.Should().Be(HttpStatusCode.OK);

        run.Portal.Table("handler").Select(row => $"{row!["event"]}").Order().Should().Equal(Bound);
        (await run.HealthAsync("ok")).Should().Be("ok");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_restart_needs_no_new_installation_and_moves_the_events_to_a_new_address()
    {
        await using var run = await ConnectRun.StartAsync();
        (await run.Portal.AddApplicationAsync(run.Install, 1, run.Limit)).Dispose();
        (await run.Service.StopAsync(run.Limit)).Should().Be(0);
        var config = JsonNode.Parse(await File.ReadAllTextAsync(run.Config, run.Limit))!;
        config["http"]!["public_url"] = "https://pbx.example.com/itgrix/";
        await File.WriteAllTextAsync(run.Config, config.ToJsonString(), run.Limit);

        await run.Service.StartAsync(run.Limit);
        await run.HealthAsync("ok");

        await Eventually.TrueAsync(() => run.Portal.Table("handler").All(row =>
            $"{row!["handler"]}".StartsWith("https://pbx.example.com/itgrix/bitrix24/", StringComparison.Ordinal)));
        run.Portal.Table("handler").Select(row => $"{row!["event"]}").Order().Should().Equal(Bound);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Removing_the_application_is_seen_at_once_and_its_calls_wait()
    {
        await using var run = await ConnectRun.StartAsync();
        (await run.Portal.AddApplicationAsync(run.Install, 1, run.Limit)).Dispose();
        await run.HealthAsync("ok");

        await run.Portal.RemoveApplicationAsync(run.Limit);

        await run.HealthAsync("not_connected");
        run.Service.Log.Should().Contain("The application was removed from");
        await run.CallAsync();
        (await run.Portal.AddApplicationAsync(run.Install, 1, run.Limit)).Dispose();
        await Eventually.TrueAsync(() => run.Portal.Table("statistic").Count == 1, () => run.Service.Log);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_employee_who_opens_the_application_changes_nothing()
    {
        await using var run = await ConnectRun.StartAsync();
        using var early = await run.Portal.OpenApplicationAsync(run.Install, 2, run.Limit);
        (await run.Portal.OpenApplicationAsync(run.Install, 1, run.Limit)).Dispose();
        var tokens = await File.ReadAllTextAsync(run.Tokens, run.Limit);

        using var late = await run.Portal.OpenApplicationAsync(run.Install, 2, run.Limit);

        early.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await early.Content.ReadAsStringAsync(run.Limit)).Should().Contain("Only an administrator of the portal");
        late.StatusCode.Should().Be(HttpStatusCode.OK);
        (await File.ReadAllTextAsync(run.Tokens, run.Limit)).Should().Be(tokens);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task What_anybody_sends_is_refused_and_the_vendor_is_not_asked_about_another_portal()
    {
        await using var run = await ConnectRun.StartAsync();
        (string, string) domain = ("DOMAIN", run.Portal.Address.Authority), refresh = ("REFRESH_ID", "forged");

        var foreign = await run.PostAsync(("DOMAIN", "evil.bitrix24.com"), refresh, ("AUTH_ID", "a"));
        run.Portal.Requests.Should().NotContain(request => request.Method == "oauth");
        var forged = await run.PostAsync(domain, refresh, ("AUTH_ID", "a"), ("member_id", "x"));
        var empty = await run.PostAsync(domain);
        var removed = await run.PostAsync(
            ("event", "ONAPPUNINSTALL"), ("auth[application_token]", ""), ("auth[domain]", "x"));
        var link = await run.GetAsync(new($"{run.Install}?code=1&state=forged&domain={run.Portal.Address.Authority}"));
        var tooMany = await run.PostAsync(domain, refresh);

        foreign.Text.Should().Contain("It comes from evil.bitrix24.com").And.Contain("bitrix24.oauth.portal is");
        forged.Text.Should().Contain("could not be verified");
        empty.Text.Should().Contain("has no refresh token");
        link.Text.Should().Contain("This link is not one of the service");
        new[] { foreign, forged, empty, removed, link }.Should()
            .OnlyContain(answer => answer.Status == HttpStatusCode.Forbidden);
        tooMany.Status.Should().Be(HttpStatusCode.TooManyRequests);
        (await run.HealthAsync()).Should().Be("not_connected");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_configured_application_token_refuses_an_installation_with_another()
    {
        await using var run = await ConnectRun.StartAsync(
            config => config["bitrix24"]!["application_token"] = "another-token");

        using var answer = await run.Portal.AddApplicationAsync(run.Install, 1, run.Limit);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync(run.Limit)).Should().Contain("bitrix24.application_token");
        (await run.HealthAsync()).Should().Be("not_connected");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Tokens_of_another_portal_are_refused()
    {
        await using var run = await ConnectRun.StartAsync(config =>
            config["bitrix24"]!["oauth"]!["portal"] = "https://localhost:1");

        // It claims to be the configured portal.
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["DOMAIN"] = "localhost:1", ["REFRESH_ID"] = run.Portal.NewTokens(1).Refresh,
        });
        using var answer = await run.Http.PostAsync(run.Install, form, run.Limit);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(run.Limit)).Should()
            .Contain($"The tokens are of {run.Portal.Address.Authority}, and bitrix24.oauth.portal is localhost:1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_link_connects_once()
    {
        await using var run = await ConnectRun.StartAsync();
        var link = await run.LinkAsync("bitrix24");
        link.AbsolutePath.Should().Be("/oauth/authorize/");

        var first = await run.GetAsync(run.Portal.Allow(link, run.Install, 1));
        var second = await run.GetAsync(run.Portal.Allow(link, run.Install, 1));

        (first.Status, second.Status).Should().Be((HttpStatusCode.OK, HttpStatusCode.Forbidden));
        await run.HealthAsync("ok");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Where_the_portal_cannot_reach_the_service_the_address_of_the_browser_is_enough()
    {
        await using var run = await ConnectRun.StartAsync(config => config["http"]!.AsObject().Remove("public_url"));
        var link = await run.LinkAsync("bitrix24");
        var shown = run.Portal.Allow(link, new("https://pbx.example.com/bitrix24/install"), 1);

        var refused = await run.AskAsync("bitrix24", "pbx.example.com");
        var state = await run.AskAsync("bitrix24", shown.AbsoluteUri);

        $"{refused["error"]}".Should().Be("no_address");
        ((bool)state["connected"]!).Should().BeTrue($"{state}");
        $"{state["last"]!["text"]}".Should().Contain("set http.public_url");
        run.Portal.Table("handler").Should().BeEmpty();
        await run.HealthAsync("ok");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_webhook_says_at_the_start_what_it_cannot_do_and_that_it_needs_no_connecting()
    {
        await using var run = await ConnectRun.StartAsync(config => config["bitrix24"] = new JsonObject
            { ["webhook"] = "http://127.0.0.1:1/rest/1/secret/", ["default_user"] = 3 });

        run.Service.Log.Should().Contain("bitrix24.webhook cannot do all");
        $"{(await run.AskAsync("bitrix24"))["message"]}".Should().Contain("needs no connecting");
        (await run.PostAsync(("REFRESH_ID", "x"))).Text.Should().Contain("put the application's");
    }
}
