using System.Net;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Features.Routing;

/// <summary>Requests of a dialplan and of other clients.</summary>
[TestClass]
public sealed class RoutingRouteTests : IDisposable
{
    private const string Token = "0123456789abcdef", Path = "/pbx/autodistribution";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly HttpClient _client = new();
    private readonly ManualTime _time = new();
    private readonly List<RoutingRequest> _asked = [];
    private RoutingSettings _answer = new("102", "Анна 🌼");
    private RecordedLog? _log;
    private ConnectorHttp? _http;

    [TestInitialize]
    public async Task Start()
    {
        // Before the server: it records the lines of what is created after it.
        _log = new();
        _http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            access => RoutingRoute.AddAccess(access, new(Token), _time), routes => routes.MapRouting((request, _) =>
            {
                _asked.Add(request);
                return Task.FromResult(_answer);
            }), _limit.Token);
    }

    [TestCleanup]
    public async Task Stop() => await _http!.DisposeAsync();

    public void Dispose()
    {
        _log?.Dispose();
        _client.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow($"?token={Token}&from=%2B12025550123&trunk=2025550180&call=1.2&vip=1", null)]
    [DataRow("", $"token={Token}&from=%2B12025550123&trunk=2025550180&call=1.2&vip=1")]
    [DataRow("?from=%2B12025550123&trunk=2025550180&call=1.2", $"vip=1&token={Token}")]
    public async Task The_question_comes_in_the_address_or_in_the_body_or_in_both(string query, string? body)
    {
        var (status, text) = await SendAsync(query, body);

        (status, text).Should().Be((200, "itgrix|102|Анна 🌼"));
        var request = _asked.Should().ContainSingle().Which;
        (request.From, request.Trunk, request.CallId).Should().Be(("+12025550123", "2025550180", "1.2"));
        request.Data.Select(field => $"{field.Key}={field.Value}").Should().BeEquivalentTo(
            "from=+12025550123", "trunk=2025550180", "call=1.2", "vip=1");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("", "", "")]
    [DataRow("102", "", "itgrix|102|")]
    [DataRow("", "Ivan", "itgrix||Ivan")]
    public async Task The_dialplan_gets_number_and_name_or_an_empty_answer(string number, string name, string expected)
    {
        _answer = new(number, name);

        (await SendAsync($"?token={Token}&from=1")).Should().Be((200, expected));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("?from=1")]
    [DataRow("?from=1&token=")]
    [DataRow("?from=1&token=0123456789abcdeF")]
    [DataRow("?from=1&token=0123456789abcdef0")]
    [DataRow($"?from=1&token={Token}&token={Token}")]
    [DataRow($"?from=1&token[]={Token}")]
    [DataRow("?from=1&from=2")]
    public async Task Without_the_token_no_call_is_routed(string query)
    {
        (await SendAsync(query)).Should().Be((403, "Forbidden\n"));
        (await SendAsync(query, "")).Status.Should().Be(403);

        _asked.Should().BeEmpty();
        _log!.Lines.Should().Contain(line => line.StartsWith("Warn") && line.Contains("autodistribution.token"))
            .And.NotContain(line => line.Contains(Token));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Token_guesses_block_the_address_for_a_while_even_for_the_right_token()
    {
        for (var guess = 0; guess < 30; guess++)
            (await SendAsync($"?from=1&token={guess}")).Status.Should().Be(403);

        (await SendAsync($"?from=1&token={Token}")).Should().Be((429, "Too Many Requests\n"));

        _time.Advance(TimeSpan.FromMinutes(1));
        (await SendAsync($"?from=1&token={Token}")).Status.Should().Be(200);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Requests_with_the_right_token_are_not_limited()
    {
        for (var call = 0; call < 100; call++)
            (await SendAsync($"?from=1&token={Token}")).Status.Should().Be(200);

        _asked.Should().HaveCount(100);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("from=1&from=2")]
    [DataRow("from=1%0d%0aAction: Originate")]
    [DataRow("from=1&trunk=%00")]
    [DataRow("from=%ef%bf%bd")]
    [DataRow("from=1&%01=2")]
    public async Task Values_that_no_line_gives_are_refused(string fields)
    {
        (await SendAsync($"?token={Token}&{fields}")).Status.Should().Be(400);
        (await SendAsync($"?token={Token}", fields)).Status.Should().Be(400);

        _asked.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Too_much_is_refused()
    {
        var many = string.Concat(Enumerable.Range(0, 21).Select(number => $"&a{number}=1"));

        (await SendAsync($"?token={Token}&from={new string('1', 201)}")).Status.Should().Be(400);
        (await SendAsync($"?token={Token}&{new string('a', 41)}=1")).Status.Should().Be(400);
        (await SendAsync($"?token={Token}{many}")).Status.Should().Be(400);
        (await SendAsync($"?token={Token}", new string('a', 70_000))).Status.Should().Be(413);
        (await SendAsync($"?token={Token}", string.Concat(Enumerable.Range(0, 300).Select(number => $"&b{number}=1"))))
            .Status
            .Should().Be(400);
        _asked.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_routing_request_without_a_number_is_valid()
    {
        (await SendAsync($"?token={Token}")).Status.Should().Be(200);

        _asked.Single().From.Should().BeEmpty();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task The_routing_route_refuses_other_methods()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri(_http!.Address, $"{Path}?token={Token}"));
        using var answer = await _client.SendAsync(request, _limit.Token);

        answer.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        _asked.Should().BeEmpty();
    }

    private async Task<(int Status, string Text)> SendAsync(string query, string? body = null)
    {
        using var request = new HttpRequestMessage(
            body is null ? HttpMethod.Get : HttpMethod.Post, new Uri(_http!.Address, Path + query));
        if (body is not null)
            request.Content = new StringContent(body, null, "application/x-www-form-urlencoded");
        using var answer = await _client.SendAsync(request, _limit.Token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync(_limit.Token));
    }
}
