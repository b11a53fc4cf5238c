using System.Net;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Http;

/// <summary>Access to the admin's routes.</summary>
[TestClass]
public sealed class AdminHandlerTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("SHA-256")]
    [DataRow("MD5")]
    public async Task A_right_answer_to_the_challenge_grants_access_repeatedly(string algorithm)
    {
        await using var run = await AdminRun.StartAsync();
        var challenge = await run.ChallengeAsync();

        for (var count = 1; count <= 3; count++)
            (await StatusOf(run, AdminRun.Digest(challenge, count: count, algorithm: algorithm))).Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_client_that_knows_digest_is_let_in_by_itself()
    {
        await using var run = await AdminRun.StartAsync();
        using var handler =
            new SocketsHttpHandler { Credentials = new NetworkCredential(AdminRun.Login, AdminRun.Password) };
        using var client = new HttpClient(handler);

        (await client.GetStringAsync(new Uri(run.Http.Address, "/status?path=app_state"), run.Limit))
            .Should().Be("\"\"");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("--digest")]
    [DataRow("--anyauth")]
    [DataRow("--basic")]
    public async Task Curl_can_log_in(string how)
    {
        await using var run = await AdminRun.StartAsync();
        string[] arguments =
        [
            "-s", "--noproxy", "*", how, "-u", $"{AdminRun.Login}:{AdminRun.Password}",
            $"{run.Http.Address}status?path=app_state",
        ];

        var curl = await Command.Start("curl", arguments, [], "/");

        (curl.ExitCode, curl.Output).Should().Be((0, "\"\""), curl.Errors);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_request_that_was_heard_and_is_sent_again_is_refused()
    {
        await using var run = await AdminRun.StartAsync();
        var heard = AdminRun.Digest(await run.ChallengeAsync());
        (await StatusOf(run, heard)).Should().Be(200);

        using var replayed = await run.GetAsync("/status", heard);

        replayed.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        AdminRun.Digests(replayed).Should().OnlyContain(one => one.Parameter!.Contains("stale=true"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_answer_serves_for_no_other_request()
    {
        await using var run = await AdminRun.StartAsync();
        var challenge = await run.ChallengeAsync();

        (await StatusOf(run, AdminRun.Digest(challenge), "/status?path=app")).Should().Be(401);
        (await StatusOf(run, AdminRun.Digest(challenge), "/metrics")).Should().Be(401);
        (await StatusOf(run, AdminRun.Digest(challenge, method: "POST"))).Should().Be(401);
        (await StatusOf(run, AdminRun.Digest(("another realm", challenge.Nonce)))).Should().Be(401);
        (await StatusOf(run, AdminRun.Digest(challenge))).Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task An_old_challenge_is_replaced_without_asking_for_the_password()
    {
        await using var run = await AdminRun.StartAsync();
        var challenge = await run.ChallengeAsync();
        run.Time.Advance(DigestNonceStore.Lifetime);

        using var old = await run.GetAsync("/status", AdminRun.Digest(challenge));
        using var wrong = await run.GetAsync("/status", AdminRun.Digest(challenge, password: "wrong"));

        (old.StatusCode, wrong.StatusCode).Should().Be((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized));
        AdminRun.Digests(old).Should().HaveCount(2).And.OnlyContain(one => one.Parameter!.Contains("stale=true"));
        AdminRun.Digests(wrong).Should().HaveCount(2).And.NotContain(one => one.Parameter!.Contains("stale"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Basic_is_for_encrypted_connections()
    {
        await using var run = await AdminRun.StartAsync();

        (await StatusOf(run, AdminRun.Basic())).Should().Be(200);
        (await StatusOf(run, AdminRun.Basic("wrong"))).Should().Be(401);
        using var open = await run.GetAsync("/status", AdminRun.Basic(), ("X-Forwarded-Proto", "http"));
        using var asked = await run.GetAsync("/status", null, ("X-Forwarded-Proto", "http"));

        open.StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await open.Content.ReadAsStringAsync()).Should().Contain("not_encrypted");
        asked.Headers.WwwAuthenticate.Should().OnlyContain(one => one.Scheme == "Digest");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Password_guesses_delay_only_their_own_address()
    {
        await using var run = await AdminRun.StartAsync();
        var challenge = await run.ChallengeAsync();
        for (var guess = 0; guess < 5; guess++)
            (await StatusOf(run, AdminRun.Digest(challenge, password: $"guess {guess}"))).Should().Be(401);

        using var refused = await run.GetAsync("/status", AdminRun.Digest(challenge, count: 2));
        using var other = await run.GetAsync(
            "/status", AdminRun.Digest(challenge, count: 3), ("X-Forwarded-For", "203.0.113.7"));

        refused.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
        refused.Headers.RetryAfter!.Delta.Should().BeGreaterThan(TimeSpan.Zero);
        other.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_program_on_this_machine_that_names_a_new_address_for_each_guess_must_wait_too()
    {
        await using var run = await AdminRun.StartAsync();
        var challenge = await run.ChallengeAsync();
        for (var guess = 0; guess < LoginThrottle.MaxForwarded; guess++)
            (await FromAsync($"10.1.{guess / 250}.{guess % 250}",
                AdminRun.Digest(challenge, password: $"guess {guess}"))).Should().Be(401);

        (await FromAsync("10.2.0.1", AdminRun.Digest(challenge, count: 2))).Should().Be(429, "the right one too");
        (await StatusOf(run, AdminRun.Digest(challenge, count: 3))).Should().Be(200, "it names no address");
        run.Time.Advance(TimeSpan.FromSeconds(1));
        (await FromAsync("10.2.0.1", AdminRun.Digest(challenge, count: 4))).Should().Be(200);

        async Task<int> FromAsync(string address, string authorization)
        {
            using var answer = await run.GetAsync("/status", authorization, ("X-Forwarded-For", address));
            return (int)answer.StatusCode;
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Digest")]
    [DataRow("Digest nonsense")]
    [DataRow("Basic !")]
    [DataRow("Basic YWRtaW4=")]
    [DataRow("Bearer a-token-for-metrics")]
    [DataRow("x")]
    public async Task Any_other_authorization_is_refused(string authorization)
    {
        await using var run = await AdminRun.StartAsync();

        (await StatusOf(run, authorization)).Should().Be(401);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_an_admin_access_is_denied_and_the_answer_says_what_to_do()
    {
        await using var run = await AdminRun.StartAsync(hasAdmin: false, token: null);

        foreach (var path in new[] { "/status", "/metrics" })
        {
            using var answer = await run.GetAsync(path, AdminRun.Basic());
            answer.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            (await answer.Content.ReadAsStringAsync()).Should().Contain("./run.sh password --digest LOGIN");
        }
        (await StatusOf(run, null, "/health")).Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_collectors_token_opens_the_metrics_and_nothing_else()
    {
        await using var run = await AdminRun.StartAsync();
        const string token = $"Bearer {AdminRun.Token}";

        (await StatusOf(run, token, "/metrics")).Should().Be(200);
        (await StatusOf(run, AdminRun.Basic(), "/metrics")).Should().Be(200);
        (await StatusOf(run, "Bearer a-token-for-metricz", "/metrics")).Should().Be(401);
        (await StatusOf(run, null, "/metrics")).Should().Be(401);
        (await StatusOf(run, token)).Should().Be(401);
    }

    private static async Task<int> StatusOf(AdminRun run, string? authorization, string path = "/status")
    {
        using var answer = await run.GetAsync(path, authorization);
        return (int)answer.StatusCode;
    }
}
