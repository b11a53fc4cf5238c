using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Features.PastCalls;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.PastCalls;

/// <summary>Past calls requested over HTTP.</summary>
[TestClass]
public sealed class ReadCallRouteTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value), _stop = new();
    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _client = new();
    private readonly ManualTime _time = new();
    private readonly List<string> _told = [];
    private readonly TaskCompletionSource _mayGoOn = new();
    private readonly FakeCelStore _cel = new();
    private ConnectorHttp? _http;
    private Task _running = Task.CompletedTask;

    [TestInitialize]
    public async Task Start()
    {
        var config = new ItgrixConfig { Outbox = new() { File = _folder.File("state/outbox.db") } };
        var jobs = new PastCallJobs(new(_cel, () =>
            Itgrix.Runtime.Telephony.Numbers.NumberPlan.Default, TimeZoneInfo.Utc, TimeProvider.System), TellAsync);
        _running = jobs.RunAsync(_stop.Token);
        var admin = DigestHash.Create(AdminRun.Login, AdminRun.Password);
        var local = LocalToken.Make();
        LocalToken.Write(config.Outbox.Folder, local);
        _http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            access => access.AddAdmin(admin, _time).AddLocal(local),
            routes => routes.MapReadCall(jobs, _time), _limit.Token);
        _client.BaseAddress = _http.Address;
        _client.DefaultRequestHeaders.Authorization = new(
            "Bearer", File.ReadAllText(LocalToken.FileIn(config.Outbox.Folder)));
    }

    [TestCleanup]
    public async Task Stop()
    {
        await _http!.DisposeAsync();
        await _stop.CancelAsync();
        await FluentActions.Awaiting(() => _running).Should().ThrowAsync<OperationCanceledException>();
    }

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
        _limit.Dispose();
        _stop.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Ids_are_answered_with_what_becomes_of_each()
    {
        var (status, answer) = await SendAsync(HttpMethod.Get, "?id=1.1&id=2.2", null);

        status.Should().Be(HttpStatusCode.OK);
        ($"{answer["state"]}", $"{answer["read"]}", answer["counts"]!.ToJsonString())
            .Should().Be(("done", "2", """{"queued":1,"not_found":1}"""));
        answer["calls"]!.ToJsonString()
            .Should().Be("""[{"id":"1.1","state":"queued"},{"id":"2.2","state":"not_found"}]""");
        (await SendAsync(HttpMethod.Post, "", """{"id": ["1.3"]}""")).Status.Should().Be(HttpStatusCode.OK);
        _told.Should().Equal("1.1", "2.2", "1.3");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_long_request_becomes_a_job_that_reports_its_progress()
    {
        _cel.Records.AddRange([.. new CelStream("1.1").Whole(), .. new CelStream("1.slow").Whole()]);
        var answering = SendAsync(
            HttpMethod.Post, "", """{"start_date": "2026-11-21 00:00:00", "end_date": "2026-11-22 00:00:00"}""");
        await _time.WaitForTimer(TimeSpan.FromSeconds(3), _limit.Token);
        await Eventually.TrueAsync(() => _told.Count == 2);
        _time.Advance(TimeSpan.FromSeconds(4));

        var (status, answer) = await answering;
        (status, $"{answer["state"]}", $"{answer["read"]}").Should().Be((HttpStatusCode.Accepted, "running", "1"));
        _mayGoOn.SetResult();
        while (status == HttpStatusCode.Accepted)
            (status, answer) = await SendAsync(HttpMethod.Get, $"?job={answer["job"]}", null);

        ($"{answer["state"]}", $"{answer["read"]}").Should().Be(("done", "2"));
        (await SendAsync(HttpMethod.Get, "?job=none", null)).Status.Should().Be(HttpStatusCode.NotFound);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Channel_events_that_cannot_be_read_end_the_job_with_the_reason()
    {
        _cel.Errors.Enqueue(new("The table is not there: make it."));

        var (status, answer) = await SendAsync(HttpMethod.Get, "?start_date=2026-11-21", null);

        (status, $"{answer["state"]}", $"{answer["message"]}")
            .Should().Be((HttpStatusCode.OK, "failed", "The table is not there: make it."));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("GET", "?id=", null, 400)]
    [DataRow("GET", "", null, 400)]
    [DataRow("GET", "?start_date=yesterday", null, 400)]
    [DataRow("POST", "", "{", 400)]
    [DataRow("POST", "", "[]", 400)]
    [DataRow("POST", "", """{"id": 1, "x": 2}""", 400)]
    [DataRow("DELETE", "?id=1", null, 405)]
    public async Task Wrong_input_is_refused_and_nothing_is_read(
        string method, string query, string? body, int expected)
    {
        (await SendAsync(new(method), query, body)).Status.Should().Be((HttpStatusCode)expected);

        _told.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(null)]
    [DataRow("Bearer 0123456789abcdef0123456789abcdef")]
    [DataRow("Bearer")]
    [DataRow("Basic YTpi")]
    public async Task Nobody_is_let_in_without_the_token_of_this_start(string? header)
    {
        _client.DefaultRequestHeaders.Authorization = header is null ? null : AuthenticationHeaderValue.Parse(header);

        (await SendAsync(HttpMethod.Get, "?id=1.1", null)).Status.Should().Be(HttpStatusCode.Unauthorized);

        _told.Should().BeEmpty();
    }

    [TestMethod]
    public void The_token_is_for_the_services_own_user_alone() =>
        File.GetUnixFileMode(_folder.File("state/access.token"))
        .Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);

    private async Task<PastCallState> TellAsync(string id, CancellationToken token)
    {
        _told.Add(id);
        if (id.EndsWith("slow", StringComparison.Ordinal))
            await _mayGoOn.Task.WaitAsync(token);
        return id.StartsWith("1.", StringComparison.Ordinal) ? PastCallState.Queued : PastCallState.NotFound;
    }

    private async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(
        HttpMethod method, string query, string? body)
    {
        using var request = new HttpRequestMessage(method, ReadCallRoute.Path + query)
        {
            Content = body is null ? null : new StringContent(body, null, "application/json"),
        };
        using var answer = await _client.SendAsync(request, _limit.Token);
        var text = await answer.Content.ReadAsStringAsync(_limit.Token);
        return (answer.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text)! : new JsonObject());
    }
}
