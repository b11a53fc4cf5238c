using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Itgrix.Runtime.Features.Status;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Hosting;
using Itgrix.Runtime.Telephony.Cel.Tables;

namespace Itgrix.Tests.Support;

/// <summary>The monitoring routes, on a socket, and clients of all kinds.</summary>
internal sealed class AdminRun : IAsyncDisposable
{
    public const string Login = "admin", Password = "correct horse", Token = "a-token-for-metrics";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private readonly HttpClient _client = new();
    private readonly DigestHash? _admin;

    private AdminRun(bool hasAdmin, IReadOnlyList<IStatusPart> parts)
    {
        _admin = hasAdmin ? DigestHash.Create(Login, Password) : null;
        Status = new(parts, Time) { Stage = ServiceStage.Running };
    }

    public ManualTime Time { get; } = new();

    public ServiceStatus Status { get; }

    public ConnectorHttp Http { get; private set; } = null!;

    public CancellationToken Limit => _limit.Token;

    public static async Task<AdminRun> StartAsync(
        bool hasAdmin = true, string? token = Token, params IStatusPart[] parts)
    {
        var run = new AdminRun(hasAdmin, parts);
        run.Http = await ConnectorHttp.StartAsync(new() { Port = 0 },
            access => access.AddAdmin(run._admin, run.Time)
                .AddMetrics(token is null ? null : new Secret(token), run.Time),
            routes => routes.MapStatus(run.Status), run.Limit);
        return run;
    }

    public async Task<HttpResponseMessage> GetAsync(
        string path, string? authorization = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Http.Address, path));
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, Limit);
    }

    public static string Basic(string password = Password) =>
        BasicCredentials.Of(Login, password);

    /// <summary>Sends a request without credentials, and reads realm and nonce of the challenge.</summary>
    public async Task<(string Realm, string Nonce)> ChallengeAsync()
    {
        using var answer = await GetAsync("/status");
        answer.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
        var fields = HeaderFields.Parse(Digests(answer)[0].Parameter!)!;
        return (fields["realm"], fields["nonce"]);
    }

    public static IReadOnlyList<AuthenticationHeaderValue> Digests(HttpResponseMessage answer) =>
        [.. answer.Headers.WwwAuthenticate.Where(one => one.Scheme == "Digest")];

    /// <summary>A client's answer to a challenge.</summary>
    public static string Digest(
        (string Realm, string Nonce) challenge, string path = "/status", int count = 1, string password = Password,
        string algorithm = "SHA-256", string method = "GET")
    {
        var hash = DigestAlgorithms.Find(algorithm)!.Value;
        var answer = new DigestAnswer(
            Login, challenge.Realm, hash, challenge.Nonce, path, (uint)count, $"{count:x8}", "c", "");
        var response = answer.Expected(hash.Hash($"{Login}:{challenge.Realm}:{password}"), method);
        return $"Digest username=\"{Login}\", realm=\"{challenge.Realm}\", nonce=\"{challenge.Nonce}\", "
            + $"uri=\"{path}\", "
            + $"algorithm={algorithm}, qop=auth, nc={count:x8}, cnonce=\"c\", response=\"{response}\"";
    }

    public async ValueTask DisposeAsync()
    {
        await Http.DisposeAsync();
        _client.Dispose();
        _limit.Dispose();
    }
}
