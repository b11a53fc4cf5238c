using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Builder;

namespace Itgrix.Tests.Http;

/// <summary>Requests for a change that a page of another site makes in the administrator's browser.</summary>
[TestClass]
public sealed class CrossSiteTests : IDisposable
{
    private const string Token = "the-token";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly HttpClient _client = new();
    private RecordedLog _log = null!;
    private ConnectorHttp _http = null!;
    private int _changes;

    [TestInitialize]
    public async Task Start()
    {
        _log = new();
        _http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            access => access.AddAdmin(
                DigestHash.Create(AdminRun.Login, AdminRun.Password), TimeProvider.System).AddLocal(new(Token)),
            routes =>
            {
                routes.MapMethods("/change", ["GET", "POST"], _ =>
                {
                    _changes++;
                    return Task.CompletedTask;
                }).RequireAuthorization(Access.Local);
                routes.MapGet("/view", _ => Task.CompletedTask).RequireAuthorization(Access.Admin);
            }, _limit.Token);
    }

    [TestCleanup]
    public async Task Stop() => await _http.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
        _log.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("Sec-Fetch-Site", "cross-site")]
    [DataRow("Sec-Fetch-Site", "same-site")]
    [DataRow("Origin", "https://evil.example")]
    [DataRow("Origin", "null")]
    [DataRow("Referer", "http://evil.example/page")]
    public async Task A_page_of_another_site_changes_nothing_with_the_administrators_login(string header, string value)
    {
        foreach (var method in new[] { "GET", "POST" })
            (await SendAsync(method, "/change", AdminRun.Basic(), (header, value))).Should().Be((403, true));

        _changes.Should().Be(0);
        _log.Lines.Count(line => line.StartsWith("Warn Request to /change from 127.0.0.1 is refused: "))
            .Should().Be(2, "each is logged");
        (await SendAsync("GET", "/view", AdminRun.Basic(), (header, value)))
            .Should().Be((200, false), "a link may lead to it");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Programs_and_pages_of_the_service_are_served()
    {
        var own = _http.Address.GetLeftPart(UriPartial.Authority);

        (await SendAsync("POST", "/change", AdminRun.Basic())).Should().Be((200, false));
        (await SendAsync("GET", "/change", AdminRun.Basic())).Should().Be((200, false));
        (await SendAsync("POST", "/change", AdminRun.Basic(), ("Origin", own))).Should().Be((200, false));
        (await SendAsync("POST", "/change", AdminRun.Basic(), ("Sec-Fetch-Site", "same-origin"), ("Origin", own)))
            .Should().Be((200, false));
        (await SendAsync("GET", "/change", AdminRun.Basic(), ("Sec-Fetch-Site", "none"))).Should().Be((200, false));
        (await SendAsync("POST", "/change", $"Bearer {Token}", ("Origin", "https://other.example")))
            .Should().Be((200, false),
            "no browser sends a token by itself");
        _changes.Should().Be(6);
    }

    private async Task<(int Status, bool IsCrossSite)> SendAsync(
        string method, string path, string authorization, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(_http.Address, path));
        request.Headers.Add("Authorization", authorization);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _client.SendAsync(request, _limit.Token);
        return ((int)answer.StatusCode, (await answer.Content.ReadAsStringAsync(_limit.Token)).Contains("cross_site"));
    }
}
