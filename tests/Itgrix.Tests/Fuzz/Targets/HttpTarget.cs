using System.Net;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>
/// All routes over HTTP. The first letter of an input says where it goes: E an event of the portal, S and C the
/// widget's settings and calls, D and Q the dialplan's question as a form and in the address, P a program's call, L
/// past calls in a body and A in the address, T what of the status is asked for, F a recording, R a request as it is.
/// </summary>
internal sealed class HttpTarget : IFuzzTarget
{
    private const string Form = "application/x-www-form-urlencoded",
        Json = "application/json", Token = "0123456789abcdef";

    private static readonly TimeSpan AmiTimeout = TimeSpan.FromSeconds(2), AnswerTimeout = TimeSpan.FromSeconds(45);

    private readonly HttpClient _client = new();
    private readonly EventRun _events;
    private readonly WidgetRun _widget;
    private readonly ConnectorHttp _distribution;
    private readonly WholeService _whole;

    private HttpTarget(EventRun events, WidgetRun widget, ConnectorHttp distribution, WholeService whole) =>
        (_events, _widget, _distribution, _whole) = (events, widget, distribution, whole);

    public string Name => "http";

    public IReadOnlyList<byte[]> Corpus { get; } = [.. new[]
    {
        "E" + Fields(EventRun.Click(("auth[application_token]", null))),
        "E" + Fields(EventRun.Click(("auth[application_token]", null), ("event", "ONEXTERNALCALLBACKSTART"))),
        "S" + WidgetRun.Saved().ToJsonString(), "C" + WidgetRun.Call().ToJsonString(),
        "Dfrom=%2B12025550123&trunk=2025550180&call=1.2&vip=1", "Qfrom=%2B12025550123&trunk=2025550180&call=1.2&vip=1",
        """P{"crm": "kommo", "extension": "101", "number": "+12025550123", "caller_id": "x"}""",
        """L{"id": ["1795231564.10", "1.2"]}""",
        """L{"start_date": "2026-11-20 00:00:00", "end_date": "2026-11-21 00:00:00"}""",
        "Aid=1795231564.10",
        "Astart_date=2026-11-20%2000:00:00", "Ajob=1", "Tpath=app.crm.bitrix24", "Tpath=app.customizer.methods",
        "Fx.wav?expires=4102444800&signature=abc",
        "F2026/11/21/x.mp3?expires=1&signature=", "F..%2f..%2fetc%2fpasswd?expires=4102444800&signature=a",
        "RGET /recordings/x.wav HTTP/1.1\r\nHost: x\r\nRange: bytes=0-5,7-9\r\n\r\n",
        "RGET /status HTTP/1.1\r\nHost: x\r\nAuthorization: Digest username=\"admin\", realm=\"x\", "
        + "nonce=\"a\", uri=\"/\", nc=00000001, "
            + "cnonce=\"b\", qop=auth, response=\"c\", algorithm=SHA-256\r\n\r\n",
        "RPOST /bitrix24/events HTTP/1.1\r\nHost: x\r\nContent-Type: "
        + "application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\nevent=1",
        "RPOST /kommo/widget/call HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\nTransfer-Encoding: "
        + "chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "RGET /pbx/autodistribution?token=1 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 10.0.0.1\r\n"
        + "X-Forwarded-Proto: https\r\n\r\n",
        "ROPTIONS /kommo/widget/call HTTP/1.1\r\nHost: x\r\nOrigin: https://example.kommo.com\r\n\r\n",
    }.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Words { get; } =
    [
        "data[", "data[CALL_ID]=",
        "data%5BUSER_ID%5D=", "&&&", "=", "%", "%ff", "%0d%0aAction:%20Originate", "\"users\":{", "\"extension\":",
        "\"number\":", "\"functions\":",
        "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\n", "\\u000d\\u000aX: 1",
        "Authorization: Basic ", "Connection: Upgrade\r\n",
        "Origin: null\r\n", "/bitrix24/events", "/pbx/autodistribution", "/kommo/widget/settings",
        "/pbx/call", "/pbx/read_call",
        "/pbx/reload", "/recordings/", "/status?path=", "/metrics", "Range: bytes=", "Digest ", "nc=",
    ];

    public static async Task<IFuzzTarget> StartAsync()
    {
        var events = await EventRun.StartAsync(callback: "101", requests: TimeSpan.FromSeconds(1));
        var widget = await WidgetRun.StartAsync(isEncrypted: false, requests: TimeSpan.FromSeconds(1));
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        return new HttpTarget(events, widget,
            await ConnectorHttp.StartAsync(new() { Port = 0, RequestTimeout = TimeSpan.FromSeconds(1) },
                access => RoutingRoute.AddAccess(access, new(Token), TimeProvider.System),
                routes => routes.MapRouting(
                    (_, _) => Task.FromResult(new RoutingSettings("102", "Ann"))), CancellationToken.None),
            await WholeService.StartAsync(limit.Token));
    }

    public async Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var (where, body) = (input.Length > 0 ? (char)input[0] : 'R', input.AsMemory(Math.Min(1, input.Length)));
        var status = where switch
        {
            'E' => await PostAsync(
                _events.Handler, WithToken(body, $"&auth[application_token]={EventRun.Token}"), Form, token),
            'S' => await PostAsync(
                new(_widget.Http.Address, "/kommo/widget/settings"),
                body, Json, token, Widget(WidgetRun.SettingsPassword)),
            'C' => await PostAsync(
                new(_widget.Http.Address, "/kommo/widget/call"), body, Json, token, Widget(WidgetRun.Password)),
            'D' => await PostAsync(
                new(_distribution.Address, "/pbx/autodistribution"), WithToken(body, $"&token={Token}"), Form, token),
            'Q' => await RawAsync(_distribution.Address, Question(body), token),
            'P' => await PostAsync(
                new(_whole.Http.Address, "/pbx/call"), body, Json, token, $"Bearer {WholeService.CallToken}"),
            'L' => await PostAsync(new(_whole.Http.Address, "/pbx/read_call"), body, Json, token, Admin),
            'A' => await RawAsync(_whole.Http.Address, Asked("/pbx/read_call?", body), token),
            'T' => await RawAsync(_whole.Http.Address, Asked("/status?", body), token),
            'F' => await RawAsync(_whole.Http.Address, Asked("/recordings/", body), token),
            _ => await RawAsync(new[] { _events.Http, _widget.Http, _distribution, _whole.Http }[input.Length % 4]
                .Address, body, token),
        };
        if (status is >= 500 and not (503 or 505))
            throw new FuzzException($"{where} is answered by {status}.");
        LookAtAsterisk();
        return $"{where} {status}";
    }

    public async ValueTask DisposeAsync()
    {
        await _distribution.DisposeAsync();
        await _whole.DisposeAsync();
        try
        {
            await _widget.DisposeAsync();
            await _events.DisposeAsync();
        }
        catch (OperationCanceledException)
        {
            // They are made for tests, which last half a minute.
            await _events.Clicks.DisposeAsync();
        }
        _client.Dispose();
    }

    private static string Fields(Dictionary<string, string> form) =>
        string.Join('&', form.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));

    private static ReadOnlyMemory<byte> WithToken(ReadOnlyMemory<byte> body, string token) =>
        (byte[])[.. body.Span, .. Encoding.ASCII.GetBytes(token)];

    private static ReadOnlyMemory<byte> Question(ReadOnlyMemory<byte> query) => (byte[])
    [
        .. Encoding.ASCII.GetBytes($"GET /pbx/autodistribution?token={Token}&"),
        .. query.Span, .. Encoding.ASCII.GetBytes(" HTTP/1.1\r\nHost: x\r\n\r\n"),
    ];

    private static string Admin => BasicCredentials.Of(WholeService.Login, WholeService.Password);

    private static string Widget(string password) => BasicCredentials.Of(WidgetRun.Login, password);

    private static ReadOnlyMemory<byte> Asked(string path, ReadOnlyMemory<byte> rest) => (byte[])
    [
        .. Encoding.ASCII.GetBytes($"GET {path}"), .. rest.Span,
        .. Encoding.ASCII.GetBytes($" HTTP/1.1\r\nHost: x\r\nAuthorization: {Admin}\r\n\r\n"),
    ];

    private async Task<int> PostAsync(
        Uri route, ReadOnlyMemory<byte> body, string type, CancellationToken token, string? authorization = null)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Post, route) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new(type);
        request.Headers.Add("Authorization", authorization ?? Widget(WidgetRun.Password));
        try
        {
            using var answer = await _client.SendAsync(request, token);
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            // Too much: it was answered and closed while we sent.
            return 0;
        }
    }

    private static async Task<int> RawAsync(Uri server, ReadOnlyMemory<byte> request, CancellationToken token)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(AnswerTimeout);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, limit.Token);
        var stream = client.GetStream();
        var answer = new byte[64];
        try
        {
            await stream.WriteAsync(request, limit.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            var count = await stream.ReadAtLeastAsync(answer, 12, throwOnEndOfStream: false, limit.Token);
            return count >= 12 && int.TryParse(Encoding.ASCII.GetString(answer, 9, 3), out var status) ? status : 0;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return 0;
        }
    }

    private void LookAtAsterisk()
    {
        if (_events.Clicks.Peer.Pbx.Actions.LastOrDefault()
            is { Name: not ("Originate" or "Login" or "Challenge" or "CoreSettings" or "Ping"
            or "CoreShowChannels" or "Logoff") } other)
            throw new FuzzException($"Asterisk was asked for {other.Name}.");
        while (_widget.Originates.TryDequeue(out var request))
            OriginateTarget.Check(Encoding.UTF8.GetString(AmiActions.Originate(request, AmiTimeout).ToBytes("1")));
    }
}
