using System.Net;
using System.Net.Sockets;
using System.Text;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Recordings;

/// <summary>Recordings as a CRM's player requests them, and as attackers do.</summary>
[TestClass]
public sealed class RecordingRouteTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly HttpClient _client = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);
    private ConnectorHttp? _http;

    [TestInitialize]
    public async Task Start() => _http = await ConnectorHttp.StartAsync(
        new() { Port = 0, RequestTimeout = TestTimeout.Value }, access =>
            RecordingRoute.AddAccess(access, _folder.Options, _time), routes =>
            RecordingRoute.Map(routes, _folder.Options, _time), _limit.Token);

    [TestCleanup]
    public async Task Stop() => await _http!.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _limit.Dispose();
        _folder.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("a.wav", "audio/wav")]
    [DataRow("2026/11/21/it's Анна 100%2F & co.mp3", "audio/mpeg")]
    public async Task A_link_serves_the_file(string name, string type)
    {
        var content = await File.ReadAllBytesAsync(_folder.Record(name));

        using var answer = await GetAsync(Link(name));

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(content);
        answer.Content.Headers.ContentType!.MediaType.Should().Be(type);
        answer.Content.Headers.ContentLength.Should().Be(content.Length);
        answer.Content.Headers.ContentDisposition!.DispositionType.Should().Be("inline");
        answer.Content.Headers.ContentDisposition.FileNameStar.Should().Be(Path.GetFileName(name));
        answer.Headers.AcceptRanges.Should().Equal("bytes");
        (answer.Headers.CacheControl!.Private, answer.Headers.CacheControl.NoCache)
            .Should().Be((true, true), "it may grow");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bytes=0-0", 0, 1)]
    [DataRow("bytes=100-199", 100, 100)]
    [DataRow("bytes=16000-", 16000, 44)]
    [DataRow("bytes=-44", 16000, 44)]
    [DataRow("bytes=16043-99999", 16043, 1)]
    public async Task A_range_request_returns_that_part_of_the_file(string range, int from, int count)
    {
        var content = await File.ReadAllBytesAsync(_folder.Record("a.wav"));

        using var answer = await GetAsync(Link("a.wav"), ("Range", range));

        answer.StatusCode.Should().Be(HttpStatusCode.PartialContent);
        (await answer.Content.ReadAsByteArrayAsync()).Should().Equal(content.AsSpan(from, count).ToArray());
        answer.Content.Headers.ContentRange!.ToString().Should().Be($"bytes {from}-{from + count - 1}/16044");
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("bytes=16044-", 416)]
    [DataRow("bytes=-0", 416)]
    [DataRow("bytes=0-1,5-6", 200)]
    [DataRow("bytes=5-1", 200)]
    [DataRow("lines=1-2", 200)]
    [DataRow("bytes=99999999999999999999-", 200)]
    public async Task An_invalid_range_is_refused_or_ignored(string range, int expected)
    {
        _folder.Record("a.wav");

        using var answer = await GetAsync(Link("a.wav"), ("Range", range));

        ((int)answer.StatusCode).Should().Be(expected);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_range_of_a_changed_file_returns_the_whole_file()
    {
        _folder.Record("a.wav", at: _time.GetUtcNow());
        using var first = await GetAsync(Link("a.wav"));
        var version = first.Headers.ETag!.ToString();
        using var same = await GetAsync(Link("a.wav"), ("Range", "bytes=0-9"), ("If-Range", version));
        using var known = await GetAsync(Link("a.wav"), ("If-None-Match", version));

        _folder.Record("a.wav", at: _time.GetUtcNow().AddSeconds(5));
        using var changed = await GetAsync(Link("a.wav"), ("Range", "bytes=0-9"), ("If-Range", version));

        (same.StatusCode, known.StatusCode, changed.StatusCode)
            .Should().Be((HttpStatusCode.PartialContent, HttpStatusCode.NotModified, HttpStatusCode.OK));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_range_with_another_or_invalid_version_returns_the_whole_file()
    {
        _folder.Record("a.wav", at: _time.GetUtcNow());
        using var first = await GetAsync(Link("a.wav"));
        var modified = first.Content.Headers.LastModified!.Value;

        foreach (var (condition, expected) in new[]
        {
            ($"{modified:R}", 206), ($"{modified.AddHours(1):R}", 200),
            ($"{modified.AddHours(-1):R}", 200), ("yesterday", 200),
        })
        {
            using var answer = await GetAsync(Link("a.wav"), ("Range", "bytes=0-9"), ("If-Range", condition));
            ((int)answer.StatusCode).Should().Be(expected, condition);
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_HEAD_request_returns_the_size_without_a_body()
    {
        _folder.Record("a.wav");

        using var answer = await _client.SendAsync(new(HttpMethod.Head, Link("a.wav")), _limit.Token);

        (answer.StatusCode, answer.Content.Headers.ContentLength).Should().Be((HttpStatusCode.OK, 16044));
        (await answer.Content.ReadAsByteArrayAsync()).Should().BeEmpty();
        var part = new HttpRequestMessage(HttpMethod.Head, Link("a.wav")) { Headers = { Range = new(99_999, null) } };
        using var whole = await _client.SendAsync(part, _limit.Token);
        (whole.StatusCode, whole.Content.Headers.ContentLength).Should().Be((HttpStatusCode.OK, 16044));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_converted_recording_is_found_under_its_old_link()
    {
        _folder.Record("a.wav");
        var link = Link("a.wav");
        File.Delete(_folder.In("a.wav"));
        _folder.Write(_folder.In("a.mp3"), Some.Bytes(10));

        using var answer = await GetAsync(link);

        (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType)
            .Should().Be((HttpStatusCode.OK, "audio/mpeg"));
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_deleted_recording_is_not_found()
    {
        var link = Link("a.wav");
        File.Delete(_folder.Record("a.wav"));

        using var answer = await GetAsync(link);

        answer.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Forged_altered_and_expired_links_are_refused()
    {
        _folder.Record("a.wav");
        _folder.Record("b.wav");
        var link = Link("a.wav").ToString();
        string[] wrong =
        [
            link.Replace("a.wav", "b.wav"),
            link.Replace("a.wav", ""), link.Replace("a.wav", "x/../a.wav/"), link.Replace("expires=1", "expires=2"),
            link[..link.IndexOf('?')], link[..link.IndexOf('&')], link
                + "A", link + "&signature=A", link.Replace("&signature", "&signature=&signature"),
        ];

        foreach (var address in wrong)
            (await StatusAsync(address)).Should().Be(403, address);
        (await StatusAsync(link)).Should().Be(200);
        _time.Advance(TimeSpan.FromDays(366));
        (await StatusAsync(link)).Should().Be(403);
    }

    // Signed as if somebody had the secret: even then nothing else is served.
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("link.wav")]
    [DataRow("folder/secret.wav")]
    [DataRow("../elsewhere/secret.wav")]
    [DataRow("2026/../../elsewhere/secret.wav")]
    [DataRow("/etc/passwd")]
    [DataRow("notes.txt")]
    [DataRow("masked.wav")]
    [DataRow("")]
    [DataRow("2026")]
    [DataRow("a.wav\0.mp3")]
    public void Files_outside_of_the_folders_are_not_served(string name)
    {
        var secret = _folder.Write(_folder.Elsewhere("secret.wav"), Wav.Silence(TimeSpan.FromSeconds(1)));
        _folder.Record("a.wav");
        _folder.Record("2026/b.wav");
        _folder.Record("notes.txt");
        File.CreateSymbolicLink(_folder.In("link.wav"), secret);
        File.CreateSymbolicLink(_folder.In("masked.wav"), _folder.In("notes.txt"));
        Directory.CreateSymbolicLink(_folder.In("folder"), _folder.Elsewhere());
        var folders = new RecordingFolders([_folder.Monitor]);

        folders.Open(name).Should().BeNull();
        folders.Open("a.wav")!.Dispose();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("/recordings/../../../../etc/passwd")]
    [DataRow("/recordings/..%2f..%2f..%2fetc/passwd")]
    [DataRow("/recordings/%2e%2e/%2e%2e/etc/passwd")]
    [DataRow("/recordings/..%5c..%5cetc/passwd")]
    [DataRow("/recordings//etc/passwd")]
    [DataRow("/recordings/a.wav%00")]
    [DataRow("/recordings/")]
    [DataRow("/recordings")]
    public async Task Attempts_to_bypass_the_route_get_no_content(string target)
    {
        _folder.Record("a.wav");
        using var peer = new TcpClient();
        await peer.ConnectAsync(IPAddress.Loopback, _http!.Address.Port, _limit.Token);
        var stream = peer.GetStream();
        var query = Link("a.wav").Query;

        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"GET {target}{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"), _limit.Token);
        var answer = await new StreamReader(stream).ReadToEndAsync(_limit.Token);

        answer.Should().MatchRegex(@"\AHTTP/1.1 40[034] ").And.NotContain("root:");
    }

    // Longer than other requests may take here.
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_slow_client_gets_the_whole_file()
    {
        await Stop();
        _http = await ConnectorHttp.StartAsync(
            new() { Port = 0, RequestTimeout = TimeSpan.FromSeconds(2) }, access =>
                RecordingRoute.AddAccess(access, _folder.Options, _time), routes =>
                RecordingRoute.Map(routes, _folder.Options, _time), _limit.Token);
        var content = await File.ReadAllBytesAsync(_folder.Record("a.wav", seconds: 1000));
        using var answer = await _client.GetAsync(
            Link("a.wav"), HttpCompletionOption.ResponseHeadersRead, _limit.Token);
        await using var body = await answer.Content.ReadAsStreamAsync(_limit.Token);
        var head = new byte[100];
        await body.ReadExactlyAsync(head, _limit.Token);
        using var passes = new PeriodicTimer(TimeSpan.FromSeconds(3));
        await passes.WaitForNextTickAsync(_limit.Token);
        using var rest = new MemoryStream();

        await body.CopyToAsync(rest, _limit.Token);

        rest.Length.Should().Be(content.Length - head.Length);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Without_a_public_address_no_recordings_are_served()
    {
        _folder.Record("a.wav");
        await using var http = await ConnectorHttp.StartAsync(
            new() { Port = 0 }, access =>
                RecordingRoute.AddAccess(access, _folder.Options with { PublicUrl = null }, _time),
            routes => RecordingRoute.Map(routes, _folder.Options with { PublicUrl = null }, _time), _limit.Token);

        (await StatusAsync($"{http.Address}recordings/a.wav{Link("a.wav").Query}")).Should().Be(404);
    }

    // As the public address reaches the service.
    private Uri Link(string name) => new(new CallRecordings(_folder.Options, _time).Links!.Of(_folder.In(name))!
        .Replace("https://pbx.example.com/", _http!.Address.ToString()));

    private async Task<int> StatusAsync(string address)
    {
        using var answer = await _client.GetAsync(address, _limit.Token);
        return (int)answer.StatusCode;
    }

    private Task<HttpResponseMessage> GetAsync(Uri link, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, link);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return _client.SendAsync(request, _limit.Token);
    }
}
