using System.Net;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Tests.Http;

/// <summary>The description of the HTTP interface, compared with the routes of the running service.</summary>
[TestClass]
public sealed class OpenApiRouteTests
{
    // Which credentials each policy takes.
    private static readonly Dictionary<string, string[]> Schemes = new()
    {
        [Access.Admin] = ["digest", "basic"],
        [Access.Metrics] = ["metrics", "digest", "basic"],
        [Access.Local] = ["local", "digest", "basic"],
        ["programs"] = ["programs"],
        ["dialplan"] = ["dialplan"],
        ["recording link"] = ["recording_link"],
        // A field of the form, which is described there.
        ["bitrix24 event"] = [],
        // Verified with the CRM itself.
        ["bitrix24 installation"] = [],
        ["kommo authorization"] = [],
        ["kommo widget settings"] = ["widget_settings"],
        ["kommo widget calls"] = ["widget_calls"],
    };

    private static readonly JsonObject Document = JsonNode.Parse(OpenApiRoute.Open())!.AsObject();

    private static IEnumerable<(string Operation, JsonObject Description)> Operations =>
        from path in Document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select ($"{operation.Key.ToUpperInvariant()} {path.Key}", operation.Value!.AsObject());

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Every_route_is_in_it_with_the_credentials_of_its_policy_and_no_other()
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        await using var service = await WholeService.StartAsync(limit.Token);

        var routes = from route in service.Http.Routes
                     from method in route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                     select $"{method} {PathOf(route)}: {string.Join(", ", SchemesOf(route))}";

        Operations.Select(one => $"{one.Operation}: {string.Join(", ", SchemesOf(one.Description))}")
            .Should().BeEquivalentTo(routes);
    }

    [TestMethod]
    public void Every_operation_has_a_summary_its_parameters_and_responses()
    {
        var known = Document["components"]!["securitySchemes"]!.AsObject().Select(scheme => scheme.Key).ToList();
        foreach (var (operation, description) in Operations)
        {
            $"{description["summary"]}".Should().NotBeEmpty(operation);
            description["responses"]!.AsObject().Select(response => response.Key)
                .Should().Contain(code => code[0] == '2', operation)
                .And.BeInAscendingOrder(operation);
            SchemesOf(description).Should().BeSubsetOf(known, operation);
            var inPath = (description["parameters"]?.AsArray() ?? [])
                .Where(one => $"{one!["in"]}" == "path").Select(one => $"{{{one!["name"]}}}");
            string.Concat(inPath)
                .Should().Be(operation.Contains('{') ? operation[operation.IndexOf('{')..] : "", operation);
        }
        Schemes.Values.SelectMany(names => names).Distinct().Should().BeEquivalentTo(known);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task It_is_served_to_the_administrator_alone()
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        await using var service = await WholeService.StartAsync(limit.Token);
        using var client = new HttpClient();
        var address = new Uri(service.Http.Address, "/openapi.json");

        using var refused = await client.GetAsync(address, limit.Token);
        client.DefaultRequestHeaders.Add(
            "Authorization", BasicCredentials.Of(WholeService.Login, WholeService.Password));
        var served = await client.GetStringAsync(address, limit.Token);

        refused.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        JsonNode.DeepEquals(JsonNode.Parse(served), Document).Should().BeTrue();
    }

    private static string PathOf(RouteEndpoint route) =>
        route.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal);

    private static string[] SchemesOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<IAuthorizeData>() is { Policy: { } policy } ? Schemes[policy] : [];

    private static IEnumerable<string> SchemesOf(JsonObject operation) =>
        operation["security"]!.AsArray().Select(one => one!.AsObject().Single().Key);
}
