using System.Net;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Tests.Http;

/// <summary>Routes are denied by default, and each has its access policy.</summary>
[TestClass]
public sealed class RouteAccessTests : IDisposable
{
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly HttpClient _client = new();

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_route_without_a_policy_fails_the_start_by_its_name()
    {
        var start = () => StartAsync(routes =>
        {
            routes.MapGet("/health", Serve).AllowAnonymous("a test");
            routes.MapPost("/pbx/forgotten", Serve);
            routes.MapGet("/admin", Serve).RequireAuthorization(Access.Admin);
        });

        (await start.Should().ThrowAsync<InvalidOperationException>()).WithMessage(
            "The route POST /pbx/forgotten has no access policy: add RequireAuthorization(policy), or "
            + "AllowAnonymous(\"reason\").");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Every_route_without_a_policy_is_named()
    {
        var start = () => StartAsync(routes =>
        {
            routes.MapMethods("/a/{id}", ["GET", "HEAD"], Serve);
            routes.Map("/b", Serve).RequireAuthorization();
            routes.MapGet("/c", Serve).AllowAnonymous();
            routes.MapGet("/d", Serve).RequireAuthorization("misspelt");
        });

        (await start.Should().ThrowAsync<InvalidOperationException>()).Which.Message.Should()
            .Contain("GET, HEAD /a/{id} has no access policy").And.Contain("route /b has no access policy")
            .And.Contain("GET /c allows anybody without a reason")
            .And.Contain("GET /d has the access policy misspelt, which is not registered");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_route_that_the_start_did_not_see_is_denied()
    {
        var isServed = false;
        IEndpointRouteBuilder? server = null;
        await using var http = await StartAsync(routes =>
        {
            server = routes;
            routes.MapGet("/health", Serve).AllowAnonymous("a test");
        });
        server!.MapGet("/late", context =>
        {
            isServed = true;
            return Task.CompletedTask;
        });

        (await StatusOf(http, "/late")).Should().Be(HttpStatusCode.Forbidden);
        (await StatusOf(http, "/unknown")).Should().Be(HttpStatusCode.NotFound);

        isServed.Should().BeFalse();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Paths_and_methods_without_a_route_are_answered_as_such()
    {
        await using var http = await StartAsync(
            routes => routes.MapPost("/pbx/reload", Serve).RequireAuthorization(Access.Admin));

        (await StatusOf(http, "/pbx/reload")).Should().Be(HttpStatusCode.MethodNotAllowed);
        (await StatusOf(http, "/")).Should().Be(HttpStatusCode.NotFound);
    }

    private Task<ConnectorHttp> StartAsync(Action<IEndpointRouteBuilder> map) =>
        ConnectorHttp.StartAsync(
            new() { Port = 0 }, access => access.AddAdmin(null, TimeProvider.System), map, _limit.Token);

    private async Task<HttpStatusCode> StatusOf(ConnectorHttp http, string path)
    {
        using var answer = await _client.GetAsync(new Uri(http.Address, path), _limit.Token);
        return answer.StatusCode;
    }

    private static Task Serve(HttpContext context) => Task.CompletedTask;
}
