using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>The serve command, and the command for its password.</summary>
[TestClass]
public sealed class ServeCommandTests
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime");

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    [TestCleanup]
    public void Clean()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [TestMethod]
    public async Task Serve_on_a_port_in_use_ends_with_what_to_do()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var token = _folder.Write("access.token", "of the service that runs");

        var served = await Command.Start(
            Program, ["serve", "--config", Config(((IPEndPoint)other.LocalEndpoint).Port)], [], _folder.Path);

        served.ExitCode.Should().Be(2);
        served.Errors.Should()
            .Contain("Change http.address or http.port in the configuration, or end the program that listens there.");
        File.ReadAllText(token).Should().Be("of the service that runs");
    }

    [TestMethod]
    public async Task A_second_service_on_the_same_outbox_is_refused_before_it_touches_anything()
    {
        using var service = new RunningService(Config(0));
        await service.StartAsync(_limit.Token);
        var files = Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order().ToList();
        var token = File.ReadAllText(_folder.File("access.token"));

        var second = await Command.Start(Program, ["serve", "--config", Config(0)], [], _folder.Path);

        second.ExitCode.Should().Be(2);
        second.Errors.Should().Contain($"Another service (process {service.Id}) uses this outbox");
        File.ReadAllText(_folder.File("access.token")).Should().Be(token);
        Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Order().Should().Equal(files);
        await service.KillAsync(_limit.Token);
        await service.StartAsync(_limit.Token);
        (await service.StopAsync(_limit.Token)).Should().Be(0);
    }

    [TestMethod]
    public async Task Serve_without_a_manager_connection_listens_all_the_same()
    {
        using var service = new RunningService(Config(0));
        await service.StartAsync(_limit.Token);
        using var client = new HttpClient();

        (await client.GetStringAsync(new Uri(service.Address, "/health"), _limit.Token)).Should().Be("ok\n");
        (await client.GetAsync(new Uri(service.Address, "/status"), _limit.Token))
            .StatusCode.Should().Be(HttpStatusCode.Forbidden);
        (await service.StopAsync(_limit.Token)).Should().Be(0);
    }

    [TestMethod]
    public async Task Password_digest_prints_the_admin_section()
    {
        var printed = await Command.Start(
            Program, ["password", "--digest", "admin"], "correct horse\n"u8.ToArray(), _folder.Path);

        var admin = JsonNode.Parse($"{{{printed.Output}}}")!["admin"]!;
        $"{admin["login"]}".Should().Be("admin");
        DigestHash.Parse($"{admin["password_hash"]}")!.Fits("admin", "correct horse").Should().BeTrue();
    }

    [TestMethod]
    [DataRow("admin", "short\n", "give one line of 12 to 1000 characters")]
    [DataRow("admin", "", "give one line of 12 to 1000 characters")]
    [DataRow("the admin", "correct horse\n", "The login is invalid")]
    [DataRow("admin:x", "correct horse\n", "The login is invalid")]
    public async Task An_invalid_login_or_password_is_an_error(string login, string input, string words)
    {
        var refused = await Command.Start(
            Program, ["password", "--digest", login], System.Text.Encoding.UTF8.GetBytes(input), _folder.Path);

        refused.ExitCode.Should().NotBe(0);
        refused.Output.Should().BeEmpty();
        refused.Errors.Should().Contain(words);
    }

    private string Config(int port) => _folder.Write("config.json", new JsonObject
    {
        ["asterisk"] = new JsonObject { ["cel"] = new JsonObject { ["file"] = _folder.Write("Master.csv", "") } },
        ["bitrix24"] = new JsonObject { ["webhook"] = "http://127.0.0.1:1/rest/1/secret/", ["default_user"] = 3 },
        ["http"] = new JsonObject { ["port"] = port },
        ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
        ["customizer"] =
            new JsonObject { ["cache"] = _folder.File("cache"), ["folders"] = new JsonArray(_folder.Path) },
    }.ToJsonString());
}
