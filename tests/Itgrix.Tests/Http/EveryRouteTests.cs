using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Routing;

namespace Itgrix.Tests.Http;

/// <summary>
/// All routes of the running service, discovered at run time: a new route without access control fails here.
/// </summary>
[TestClass]
public sealed partial class EveryRouteTests
{
    private const string Open = "/health";

    // Requests with a token, a link's signature or an id where a route expects one.
    private const string Query =
        "?token=wrong-token-0123456789&expires=4102444800&signature=wrong&id=1.1&from=1&path=app";

    private static readonly string Forged = AdminRun.Digest(("Itgrix-0", "nonce"));

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });
    private int _sender;

    [TestCleanup]
    public void Clean()
    {
        _client.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task Nobody_is_let_in_anywhere_without_the_right_credentials()
    {
        await using var service = await WholeService.StartAsync(_limit.Token);
        string?[] credentials =
        [
            null, AdminRun.Basic("wrong"), "Bearer wrong-token-0123456789", Forged, "Basic", "Digest", "",
            $"Bearer {WholeService.DialplanToken}", $"Bearer {WholeService.MetricsToken}",
        ];

        foreach (var (method, path) in Routes(service))
            foreach (var credential in credentials)
            {
                if (path == "/metrics" && credential == $"Bearer {WholeService.MetricsToken}")
                    continue;
                var answers = await AnswersAsync(service, method, path, credential);

                answers.Should()
                    .Contain(one => one == 401 || one == 403, $"{method} {path} with {credential ?? "nothing"}")
                    .And.OnlyContain(one => one == 401 || one == 403 || one == 404
                        || one == 415, $"{method} {path} with {credential ?? "nothing"}");
            }
    }

    [TestMethod]
    public async Task The_known_routes_are_all_routes_of_the_service()
    {
        await using var service = await WholeService.StartAsync(_limit.Token);

        Routes(service).Select(route => route.Path).Distinct().Should().Contain(
        [
            "/status", "/metrics",
            "/bitrix24/events", "/kommo/widget/settings", "/kommo/widget/call", "/pbx/autodistribution",
            "/pbx/call", "/pbx/read_call", "/pbx/reload", "/recordings/x", "/pbx/connect", "/bitrix24/install",
            "/kommo/oauth",
        ]);
    }

    [TestMethod]
    public async Task The_password_that_every_users_browser_has_opens_the_calls_of_the_widget_and_nothing_else()
    {
        await using var service = await WholeService.StartAsync(_limit.Token);
        var calls = BasicCredentials.Of(WholeService.WidgetLogin, WholeService.WidgetPassword);
        var settings = BasicCredentials.Of(WholeService.WidgetLogin, WholeService.WidgetSettingsPassword);

        foreach (var (method, path) in Routes(service))
        {
            (await OpensAsync(service, method, path, calls))
                .Should().Be(path == "/kommo/widget/call", $"{method} {path}");
            (await OpensAsync(service, method, path, settings))
                .Should().Be(path == "/kommo/widget/settings", $"{method} {path}");
        }
    }

    [TestMethod]
    public async Task A_page_of_another_origin_is_denied_and_its_preflight_reveals_nothing()
    {
        await using var service = await WholeService.StartAsync(_limit.Token);

        foreach (var endpoint in service.Http.Routes.Where(route => MethodsOf(route).Contains("OPTIONS")))
        {
            using var foreign = await SendAsync(
                service, "OPTIONS", endpoint.RoutePattern.RawText!, null, null, "https://evil.example");
            using var program = await SendAsync(service, "OPTIONS", endpoint.RoutePattern.RawText!, null, null);

            foreign.StatusCode.Should().Be(HttpStatusCode.Forbidden);
            program.StatusCode.Should().Be(HttpStatusCode.NoContent);
            (await program.Content.ReadAsStringAsync()).Should().BeEmpty();
        }
    }

    [TestMethod]
    public async Task The_health_route_is_public_and_returns_one_word()
    {
        await using var service = await WholeService.StartAsync(_limit.Token);

        await Eventually.GetAsync(async () =>
        {
            using var answer = await _client.GetAsync(new Uri(service.Http.Address, Open), _limit.Token);
            var word = await answer.Content.ReadAsStringAsync();
            word.Should().BeOneOf("ok\n", "starting\n");
            return word;
        }, word => word == "ok\n");
    }

    [TestMethod]
    public async Task Status_and_metrics_contain_no_secret()
    {
        await using var service = await WholeService.StartAsync(_limit.Token);
        var status = await StatusAsync(service, 
            text => text.Contains("\"app_status\":\"Ok\"") && !text.Contains("\"last_updated\":null"));
        var metrics = await TextAsync(service, "/metrics");
        var unknown = await TextAsync(service, "/status?path=app.secret");

        JsonNode.Parse(status)!["app"]!["crm"]!.AsObject().Select(crm => crm.Key).Should().Equal("bitrix24", "kommo");
        metrics.Should().Contain("itgrix_ami_connected 1\n").And.Contain("itgrix_crm_requests_total{crm=\"kommo\"}");
        foreach (var secret in service.Secrets)
            $"{status}{metrics}{unknown}".Should().NotContain(secret);
    }

    [TestMethod]
    public async Task A_refused_login_at_a_CRM_is_logged_without_the_credentials()
    {
        const string wrong = "wrong-secret-58217";
        await using var service = await WholeService.StartAsync(_limit.Token, config =>
        {
            config["asterisk"]!["ami"]!["secret"] = wrong;
            var webhook = $"{config["bitrix24"]!["webhook"]}".TrimEnd('/');
            config["bitrix24"]!["webhook"] = webhook[..(webhook.LastIndexOf('/') + 1)] + wrong + "/";
            config["kommo"]!["long_lived_token"] = wrong;
        });

        var status = await StatusAsync(service, text =>
            text.Contains("There is no connection to Asterisk")
                && text.Contains("Bitrix24, since") && text.Contains("Kommo, since"));
        using var health = await _client.GetAsync(new Uri(service.Http.Address, Open), _limit.Token);

        $"{JsonNode.Parse(status)!["app_status"]}".Should().Be("Error");
        health.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        $"{status}{await TextAsync(service, "/metrics")}".Should().NotContain(wrong);
    }

    private static IEnumerable<(string Method, string Path)> Routes(WholeService service) =>
        from route in service.Http.Routes
        where route.RoutePattern.RawText != Open
        from method in MethodsOf(route)
        where method != "OPTIONS"
        select (method, Parameter().Replace(route.RoutePattern.RawText!, "x"));

    // A route without methods takes them all.
    private static IReadOnlyList<string> MethodsOf(RouteEndpoint route) =>
        route.Metadata.GetMetadata<HttpMethodMetadata>() is { HttpMethods: { Count: > 0 } methods }
            ? methods : ["GET", "POST"];

    // Each kind of body, because some routes reject one before they authenticate the client.
    private async Task<IReadOnlyList<int>> AnswersAsync(
        WholeService service, string method, string path, string? credential)
    {
        HttpContent?[] bodies = method is "GET" or "HEAD" ? [null] :
        [
            new StringContent("{}", Encoding.UTF8, "application/json"),
            new StringContent("event=ONEXTERNALCALLSTART&token=wrong-token-0123456789&auth[application_token]=wrong",
                Encoding.UTF8, "application/x-www-form-urlencoded"),
        ];
        var answers = new List<int>();
        foreach (var body in bodies)
        {
            using var answer = await SendAsync(service, method, path + Query, credential, body);
            answers.Add((int)answer.StatusCode);
        }
        return answers;
    }

    private async Task<bool> OpensAsync(WholeService service, string method, string path, string credentials)
    {
        using var request = new HttpRequestMessage(new(method), new Uri(service.Http.Address, path + Query));
        request.Headers.Add("Authorization", credentials);
        request.Headers.Add("X-Forwarded-For", $"10.1.{_sender / 250}.{_sender++ % 250}");
        request.Headers.Add("X-Forwarded-Proto", "https");
        if (method is not ("GET" or "HEAD"))
            request.Content = new StringContent("{}", Encoding.UTF8,
                path.StartsWith("/bitrix24/", StringComparison.Ordinal)
                ? "application/x-www-form-urlencoded" : "application/json");
        using var answer = await _client.SendAsync(request, _limit.Token);
        return (int)answer.StatusCode is not (401 or 403 or 404);
    }

    // Each from another address, so that the throttle rejects none for the others' guesses.
    private Task<HttpResponseMessage> SendAsync(
        WholeService service, string method, string path, string? credential, HttpContent? body, string? origin = null)
    {
        var request = new HttpRequestMessage(new(method), new Uri(service.Http.Address, path)) { Content = body };
        if (credential is not null)
            request.Headers.TryAddWithoutValidation("Authorization", credential);
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        request.Headers.Add("X-Forwarded-For", $"10.1.{_sender / 250}.{_sender++ % 250}");
        return _client.SendAsync(request, _limit.Token);
    }

    private Task<string> StatusAsync(WholeService service, Func<string, bool> isEnough) =>
        Eventually.GetAsync(() => TextAsync(service, "/status"), isEnough);

    private async Task<string> TextAsync(WholeService service, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(service.Http.Address, path));
        request.Headers.Add("Authorization", BasicCredentials.Of(WholeService.Login, WholeService.Password));
        using var answer = await _client.SendAsync(request, _limit.Token);
        return await answer.Content.ReadAsStringAsync(_limit.Token);
    }

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Parameter();
}
