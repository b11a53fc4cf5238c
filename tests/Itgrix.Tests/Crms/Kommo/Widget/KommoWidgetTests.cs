using System.Net;
using System.Net.Http.Headers;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo.Widget;

/// <summary>What the service answers to a widget, and to who pretends to be one.</summary>
[TestClass]
public sealed class KommoWidgetTests
{
    private const string Account = "https://example.kommo.com";

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task What_the_widget_saves_is_in_force_and_survives_a_restart()
    {
        await using var run = await WidgetRun.StartAsync();

        var (status, body) = await run.PostAsync("settings", WidgetRun.Saved());

        status.Should().Be(200, $"{body}");
        body["state"]!.GetValue<string>().Should().Be("saved");
        foreach (var current in new[] { run.Settings.Current, run.Restarted().Current })
        {
            current.Users.Should().BeEquivalentTo(new Dictionary<string, long> { ["101"] = 504141, ["102"] = 504142 });
            current.Distribution.Should()
                .Be(new Itgrix.Runtime.Crms.DistributionOptions(ToResponsible: true, ShowsName: true));
            current.Create.Should()
                .Be(new PerDirection<KommoClientKind>(KommoClientKind.Contact, KommoClientKind.Nothing));
            current.TaskOnNewContact.IsOn.Should().BeTrue();
            current.TaskOnMissed.Incoming.Should().BeFalse();
        }
        File.GetUnixFileMode(run.File).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_task_for_a_missed_call_is_for_who_did_not_answer()
    {
        await using var run = await WidgetRun.StartAsync();
        var saved = WidgetRun.Saved();
        saved["functions"]!["task_on_missed"] = true;

        await run.PostAsync("settings", saved);

        var current = run.Settings.Current;
        (current.TaskOnMissed.Incoming, current.MissedResponsible).Should().Be((true, MissedResponsible.LastUser));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_click_makes_the_phone_of_who_clicked_ring()
    {
        await using var run = await WidgetRun.StartAsync();
        await run.PostAsync("settings", WidgetRun.Saved());

        var (status, body) = await run.PostAsync("call", WidgetRun.Call());

        status.Should().Be(200, $"{body}");
        body["state"]!.GetValue<string>().Should().Be("taken");
        var originate = run.Originates.Should().ContainSingle().Which;
        originate.Channel.Should().Be("PJSIP/101");
        originate.Exten.Should().Be("+12025550123");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_login_nothing_is_said_and_nothing_done()
    {
        await using var run = await WidgetRun.StartAsync();

        foreach (var what in new[] { "settings", "call" })
        {
            using var answer = await run.SendAsync(run.Request(what, WidgetRun.Saved().ToJsonString(), password: null));
            answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
            answer.Headers.WwwAuthenticate.ToString().Should().StartWith("Basic");
        }
        run.Settings.Saved.Should().BeNull();
        File.Exists(run.File).Should().BeFalse();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task What_every_users_browser_has_does_not_open_the_settings_and_the_settings_password_makes_no_call()
    {
        await using var run = await WidgetRun.StartAsync();
        await run.PostAsync("settings", WidgetRun.Saved());

        var (status, body) = await run.PostAsync(
            "settings", WidgetRun.Saved("""{"users": {"504142": "101"}}"""), password: WidgetRun.Password);
        (status, $"{body["error"]}").Should().Be((401, "wrong_password"));
        (status, body) = await run.PostAsync("call", WidgetRun.Call(), password: WidgetRun.SettingsPassword);
        (status, $"{body["error"]}").Should().Be((401, "wrong_password"));

        run.Settings.Current.Users.Should().Contain("101", 504141);
        run.Originates.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(WidgetRun.Password), DataRow(WidgetRun.SettingsPassword), DataRow("wrong"), DataRow(null)]
    public async Task Without_a_settings_password_no_settings_are_taken_and_calls_go_on(string? password)
    {
        await using var before = await WidgetRun.StartAsync();
        await before.PostAsync("settings", WidgetRun.Saved());
        var kept = await File.ReadAllTextAsync(before.File);
        await using var run = await WidgetRun.StartAsync(takesSettings: false, kept: kept);

        var (status, body) = await run.PostAsync(
            "settings", WidgetRun.Saved("""{"users": {"504142": "101"}}"""), password);

        (status, $"{body["error"]}").Should().Be((403, "settings_closed"));
        $"{body["message"]}".Should().Contain("kommo.widget.settings_password_hash").And.Contain("./run.sh password");
        (await File.ReadAllTextAsync(run.File)).Should().Be(kept);
        (await run.PostAsync("call", WidgetRun.Call())).Status.Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Saving_a_wrong_password_for_calls_is_refused_with_the_reason()
    {
        await using var run = await WidgetRun.StartAsync();

        var (status, body) = await run.PostAsync("settings", WidgetRun.Saved("""{"password": "mistyped"}"""));

        (status, $"{body["error"]}").Should().Be((422, "wrong_call_password"));
        body.ToJsonString().Should().NotContain("mistyped");
        run.Settings.Saved.Should().BeNull();
        (await run.PostAsync("settings", WidgetRun.Saved($$"""{"password": "{{WidgetRun.Password}}"}""")))
            .Status.Should().Be(200);
        (await File.ReadAllTextAsync(run.File)).Should().NotContain(WidgetRun.Password);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Basic")]
    [DataRow("Basic !")]
    [DataRow("Basic d2lkZ2V0")]
    [DataRow("Bearer d8OvZGdldDpjb3JyZWN0OmhvcnNl")]
    [DataRow("Digest username=\"x\"")]
    public async Task Other_ways_to_log_in_are_refused(string header)
    {
        await using var run = await WidgetRun.StartAsync();
        var request = run.Request("settings", "{}", password: null);
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var answer = await run.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Who_guesses_passwords_must_wait_even_with_the_right_one_and_then_may_go_on()
    {
        using var log = new RecordedLog();
        var time = new ManualTime();
        await using var run = await WidgetRun.StartAsync(time: time);
        for (var guess = 0; guess < 5; guess++)
            (await run.PostAsync("settings", WidgetRun.Saved(), $"guess{guess}")).Status.Should().Be(401);

        using var answer = await run.SendAsync(run.Request("settings", WidgetRun.Saved().ToJsonString()));
        answer.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero)
            .And.BeLessThanOrEqualTo(LoginThrottle.Refill);

        time.Advance(answer.Headers.RetryAfter.Delta!.Value);
        for (var count = 0; count < 20; count++)
            (await run.PostAsync("settings", WidgetRun.Saved())).Status.Should().Be(200);
        log.Lines.Should().HaveCountGreaterThan(5)
            .And.NotContain(line => line.Contains("guess") || line.Contains(WidgetRun.SettingsPassword));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Who_guesses_elsewhere_does_not_keep_the_widget_out()
    {
        await using var run = await WidgetRun.StartAsync(isEncrypted: false);
        for (var guess = 0; guess < 10; guess++)
            await FromAsync("198.51.100.1", $"guess{guess}");

        (await FromAsync("198.51.100.1", WidgetRun.SettingsPassword)).Should().Be(HttpStatusCode.TooManyRequests);
        (await FromAsync("198.51.100.2", WidgetRun.SettingsPassword)).Should().Be(HttpStatusCode.OK);

        async Task<HttpStatusCode> FromAsync(string address, string password)
        {
            var request = run.Request("settings", WidgetRun.Saved().ToJsonString(), password);
            request.Headers.Add("X-Forwarded-For", address);
            request.Headers.Add("X-Forwarded-Proto", "https");
            using var answer = await run.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_password_that_a_proxy_was_sent_in_the_open_is_not_taken()
    {
        await using var run = await WidgetRun.StartAsync(isEncrypted: false);
        var request = run.Request("settings", WidgetRun.Saved().ToJsonString());
        request.Headers.Add("X-Forwarded-Proto", "http");

        using var answer = await run.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await answer.Content.ReadAsStringAsync()).Should().Contain("not_encrypted");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Only_pages_of_the_account_may_ask()
    {
        await using var run = await WidgetRun.StartAsync();

        (await PreflightAsync(Account)).Should().Be((HttpStatusCode.NoContent, Account));
        foreach (var origin in new[]
        {
            "https://evil.example", "https://example.kommo.com.evil.example", "http://example.kommo.com", "null",
        })
        {
            (await PreflightAsync(origin)).Should().Be((HttpStatusCode.Forbidden, null));
            (await PostAsync(origin)).Should().Be((HttpStatusCode.Forbidden, null));
        }
        run.Settings.Saved.Should().BeNull();
        (await PostAsync(Account)).Should().Be((HttpStatusCode.OK, Account));

        async Task<(HttpStatusCode, string?)> PreflightAsync(string origin)
        {
            var request = new HttpRequestMessage(
                HttpMethod.Options, new Uri(run.Http.Address, "/kommo/widget/settings"));
            request.Headers.Add("Origin", origin);
            request.Headers.Add("Access-Control-Request-Method", "POST");
            request.Headers.Add("Access-Control-Request-Private-Network", "true");
            using var answer = await run.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.NoContent)
                answer.Headers.GetValues("Access-Control-Allow-Headers")
                    .Should().Contain("Authorization, Content-Type, X-Auth-Token");
            return (answer.StatusCode, AllowedBy(answer.Headers));
        }

        async Task<(HttpStatusCode, string?)> PostAsync(string origin)
        {
            var request = run.Request("settings", WidgetRun.Saved().ToJsonString());
            request.Headers.Add("Origin", origin);
            using var answer = await run.SendAsync(request);
            return (answer.StatusCode, AllowedBy(answer.Headers));
        }

        string? AllowedBy(HttpResponseHeaders headers) =>
            headers.TryGetValues("Access-Control-Allow-Origin", out var values) ? values.Single() : null;
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("", 400)]
    [DataRow("[]", 400)]
    [DataRow("{\"users\": {}", 400)]
    [DataRow("{\"account\": {\"domain\": \"\\ud800\"}}", 400)]
    [DataRow("{}", 422)]
    [DataRow("""{"account": "example.kommo.com"}""", 422)]
    [DataRow("""{"account": {"domain": "other.kommo.com"}}""", 403)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": ["101"]}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"x": "101"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"-1": "101"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"99999999999999999999": "101"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"1": {"a": 1}}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"1": "101\r\nVariable: x=1"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"1": "101@from-internal"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "users": {"1": "101", "2": "101"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "functions": true}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "functions": {"caller_name": "yes"}}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "authorization_code": 7}""", 422)]
    [DataRow("""{"account": {"domain": "example.kommo.com"}, "authorization_code": "a b"}""", 422)]
    public async Task Invalid_widget_settings_change_nothing(string body, int status)
    {
        await using var run = await WidgetRun.StartAsync();

        var answer = await run.PostAsync("settings", body);

        answer.Status.Should().Be(status, $"{answer.Body}");
        answer.Body["error"]!.GetValue<string>().Should().NotBeEmpty();
        answer.Body["message"]!.GetValue<string>().Should().NotBeEmpty();
        run.Settings.Saved.Should().BeNull();
        (await run.PostAsync("settings", WidgetRun.Saved())).Status.Should().Be(200, "others are served as before");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Too_much_is_refused_in_words_that_the_page_can_read()
    {
        await using var run = await WidgetRun.StartAsync();
        var request = run.Request("settings", new string('x', 70_000));
        request.Headers.Add("Origin", Account);

        using var answer = await run.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        answer.Headers.Contains("Access-Control-Allow-Origin").Should().BeTrue();
        (await answer.Content.ReadAsStringAsync()).Should().Contain("too_large");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_form_of_another_site_is_no_request()
    {
        await using var run = await WidgetRun.StartAsync();
        var request = run.Request("settings", WidgetRun.Saved().ToJsonString());
        request.Content!.Headers.ContentType = new("text/plain");

        using var answer = await run.SendAsync(request);

        answer.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_code_is_handed_on_once_however_often_the_widget_sends_it()
    {
        await using var run = await WidgetRun.StartAsync();
        var codes = new List<string>();
        run.AcceptCode = (code, _) =>
        {
            codes.Add(code);
            return Task.CompletedTask;
        };
        var saved = WidgetRun.Saved("""{"authorization_code": " def502 "}""");

        await run.PostAsync("settings", saved);
        await run.PostAsync("settings", saved);
        await run.PostAsync("settings", WidgetRun.Saved("""{"authorization_code": ""}"""));
        await run.PostAsync("settings", saved);
        await run.PostAsync("settings", WidgetRun.Saved("""{"authorization_code": "def503"}"""));

        codes.Should().Equal("def502", "def503");
        run.Restarted().Saved!.UsedCode.Should().NotBeNull();
        File.ReadAllText(run.File).Should().NotContain("def50");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task When_the_code_is_refused_nothing_is_saved_and_the_widget_hears_why()
    {
        await using var run = await WidgetRun.StartAsync();
        run.AcceptCode = (_, _) => throw new IOException("The code is too old: make a new one.");
        var saved = WidgetRun.Saved("""{"authorization_code": "def502"}""");

        var (status, body) = await run.PostAsync("settings", saved);

        status.Should().Be(409);
        body["error"]!.GetValue<string>().Should().Be("code_refused");
        body["message"]!.GetValue<string>().Should().Contain("too old: make a new one");
        run.Settings.Saved.Should().BeNull();
        run.AcceptCode = (_, _) => Task.CompletedTask;
        (await run.PostAsync("settings", saved)).Status.Should().Be(200, "it may be tried again");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_code_may_take_longer_than_a_request_is_read()
    {
        await using var run = await WidgetRun.StartAsync(isEncrypted: false, requests: TimeSpan.FromSeconds(2));
        run.AcceptCode = (_, token) => Task.Delay(TimeSpan.FromSeconds(3), token);

        (await run.PostAsync("settings", WidgetRun.Saved("""{"authorization_code": "def502"}""")))
            .Status.Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Settings_that_cannot_be_kept_are_not_in_force()
    {
        await using var run = await WidgetRun.StartAsync();
        Directory.CreateDirectory(run.File);

        var (status, body) = await run.PostAsync("settings", WidgetRun.Saved());

        status.Should().Be(500);
        body["error"]!.GetValue<string>().Should().Be("not_saved");
        run.Settings.Current.Users.Should().BeEmpty();
    }
}
