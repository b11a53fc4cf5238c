using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Sandbox.Pbx;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Cli;

/// <summary>
/// Wrong configurations as administrators write them: the program says what is wrong, where, and what to do; nobody
/// has to read a stack trace, and no CRM is said to get calls that does not answer.
/// </summary>
[TestClass]
public sealed partial class WrongConfigurationTests
{
    private const string Good = "good";

    // What is wrong, and what the program says of it.
    private static readonly Dictionary<string, (Action<Wrong> Write, string[] Words)> Table = new()
    {
        ["no such file"] = (wrong => File.Delete(wrong.File), ["config.json cannot be used", "Could not find file"]),
        ["an empty file"] = (wrong => wrong.Text = " \n", ["It is empty: write { \"customizer\": { ... } }"]),
        ["a folder in place of the file"] = (wrong =>
        {
            File.Delete(wrong.File);
            Directory.CreateDirectory(wrong.File);
        }, ["It is a folder: name the file in it"]),
        ["UTF-16"] = (wrong => wrong.Bytes = Encoding.Unicode.GetPreamble().Concat("{}"u8.ToArray()).ToArray(),
            ["It is UTF-16: save it as UTF-8"]),
        ["a stray comma"] = (wrong => wrong.Text = wrong.Text.Replace("\"http\"", ", \"http\""),
            ["not valid JSON at line ", "a comma too many", "remove it"]),
        ["a missing comma"] = (wrong => wrong.Text = wrong.Text.Replace(",\n  \"http\"", "\n  \"http\""),
            ["not valid JSON at line ", "a comma is missing before this"]),
        ["a missing brace"] = (wrong => wrong.Text = wrong.Text.TrimEnd()[..^1],
            ["not valid JSON at line ", "it ends, but the { of line 1 is not closed"]),
        ["a section twice"] = (wrong => wrong.Text = wrong.Text.Replace("\"http\"", "\"http\": {},\n  \"http\""),
            ["http is given twice, on lines ", "remove one"]),
        ["a misspelt section"] = (wrong => wrong.Rename("http", "htpp"),
            ["line ", "htpp is not known here: did you mean http?"]),
        ["the original's configuration"] = (wrong => wrong.Text = """
            {"license": "x", "pbx": {"cel": {}}, "crm": {"domain": "x"}, "web": {"port": 8077}, "users": {}}
            """, ["license, pbx, crm, web, users are no sections of this service", "customizer.folders"]),
        ["no CRM"] = (wrong => wrong.Config.AsObject().Remove("bitrix24"),
            ["names no CRM: add \"bitrix24\": { ... } (docs/bitrix24.md) or \"kommo\": { ... } (docs/kommo.md)"]),
        ["a number as text"] = (wrong => wrong.Config["http"]!["port"] = "8077",
            ["http.port is \"8077\": give a number from 0 to 65535"]),
        ["no default user"] = (wrong => wrong.Config["bitrix24"]!.AsObject().Remove("default_user"),
            ["bitrix24.default_user is missing"]),
        ["a portal without https"] = (wrong => wrong.Portal("http://portal.bitrix24.com"),
            ["line ", "bitrix24.oauth.portal is no https address: give one"]),
        ["a webhook without https"] = (wrong => wrong.Webhook("http://portal.bitrix24.com/rest/1/secret/"),
            ["bitrix24.webhook starts with http", "give the https address"]),
        ["a public address without https"] = (wrong => wrong.Config["http"]!["public_url"] = "pbx.example.com",
            ["http.public_url is no https address", "https://pbx.example.com"]),
        ["a secret that the environment lacks"] = (
            wrong => wrong.Config["bitrix24"]!["webhook"] = new JsonObject { ["env"] = "ITGRIX_NO_SUCH" },
            ["bitrix24.webhook", "ITGRIX_NO_SUCH", "not set"]),
        ["half an integration"] = (wrong => wrong.Kommo(kommo => kommo.Remove("client_secret")),
            ["kommo.client_secret is missing: client_id, client_secret and redirect_uri are needed together"]),
        ["a wrong Kommo account"] = (wrong => wrong.Kommo(kommo => kommo["account"] = "https://example.com"),
            ["kommo.account is", "https://example.kommo.com"]),
        ["a time zone of another planet"] = (wrong => wrong.Config["asterisk"]!["time_zone"] = "Mars/Olympus",
            ["asterisk.time_zone is \"Mars/Olympus\"", "Europe/Moscow"]),
        ["provider mysql without a server"] = (wrong =>
        {
            wrong.Config["asterisk"]!["ami"] = new JsonObject
            {
                ["port"] = wrong.Pbx.Port, ["user"] = wrong.Pbx.Settings.User, ["secret"] = wrong.Pbx.Settings.Secret,
            };
            wrong.Config["asterisk"]!["cel"] = new JsonObject
            {
                ["provider"] = "mysql", ["table"] = "cel",
                ["connection"] = "Server=127.0.0.1;Port=1;Database=asteriskcdrdb;User ID=a;Password=b",
            };
        }, ["The table cel of MySql 127.0.0.1 asteriskcdrdb cannot be read", "check that the database runs"]),
        ["Asterisk is not there"] = (wrong => wrong.Config["asterisk"] = new JsonObject
            { ["ami"] = new JsonObject { ["port"] = 1, ["user"] = "itgrix", ["secret"] = "s" } },
            ["No connection to Asterisk as itgrix@127.0.0.1:1"]),
        ["a port in use"] = (wrong => wrong.Config["http"]!["port"] = wrong.TakenPort,
            ["HTTP cannot listen at 127.0.0.1:", "Change http.address or http.port"]),
        ["an outbox that cannot be written"] = (
            wrong => wrong.Config["outbox"]!["file"] = $"{wrong.File}/outbox.db", ["config.json", "outbox.file"]),
        ["a missing folder of hooks"] = (wrong => wrong.Folders("/opt/no/such/actions"),
            ["No hook of the folder /opt/no/such/actions (customizer.folders) runs: it does not exist", "create it"]),
        ["an unreadable folder of hooks"] = (wrong => wrong.Folders(wrong.Endless),
            ["(customizer.folders) runs: it cannot be read: ", "Let the user"]),
        ["a CRM that cannot be reached"] = (wrong => wrong.Webhook("http://127.0.0.1:1/rest/1/secret/"),
            ["Bitrix24 is awaited", "its calls are kept", "no connection", "check address, network and proxy"]),
        ["a used refresh token"] = (wrong => wrong.Portal(wrong.Bitrix24.Address.ToString(), "used"),
            ["Bitrix24 is awaited", "the refresh token was used before", "./run.sh connect bitrix24"]),
        ["a bad token of Kommo"] = (wrong => wrong.Kommo(kommo => kommo["long_lived_token"] = "bad"),
            ["Kommo is awaited", "Kommo refuses the long-lived token", "kommo.long_lived_token"]),
        ["tokens that cannot be written"] = (
            wrong => wrong.Kommo(kommo => kommo["tokens"] = $"{wrong.File}/kommo.tokens.json"),
            ["Kommo is awaited", "kommo.tokens.json cannot be written", "the folder writable"]),
        ["tokens that are none"] = (wrong => wrong.Kommo(kommo => kommo["tokens"] = wrong.File),
            ["Kommo is awaited", "holds no tokens", "delete it, and connect the account again"]),
        ["an account that is not connected"] = (wrong => wrong.Kommo(_ => { }),
            ["Kommo is awaited", "has not been authorized in Kommo yet", "./run.sh connect kommo"]),
    };

    public static IEnumerable<object[]> Cases => Table.Keys.Select(name => new object[] { name });

    [TestMethod, Timeout(TestTimeout.Milliseconds), DynamicData(nameof(Cases))]
    public async Task The_program_says_what_is_wrong_where_and_what_to_do(string name)
    {
        await using var wrong = await Wrong.CreateAsync();
        var (write, words) = Table[name];
        write(wrong);

        var said = await wrong.RunAsync(words);

        said.Should().ContainAll(words);
        StackTrace().IsMatch(said).Should().BeFalse(said);
        said.Should().NotContain(ProjectFolder.Path, "nobody has the sources").And.NotContain("Unhandled exception");
        if (words[0].EndsWith("is awaited", StringComparison.Ordinal))
            Answers().IsMatch(said).Should().BeFalse(said);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_right_one_starts_and_names_the_CRM_that_answers()
    {
        await using var right = await Wrong.CreateAsync();

        var said = await right.RunAsync("Bitrix24 answers, with 3 employees; calls are delivered to it");

        said.Should().NotContain("is awaited").And.NotContain("error");
    }

    [TestMethod]
    public void The_table_is_as_long_as_it_must_be() => Table.Should().HaveCountGreaterThanOrEqualTo(30);

    [GeneratedRegex(@"^\s+at .+[(\[]|\.cs:line \d|--- End of|\w+Exception\b", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    [GeneratedRegex(@"(Bitrix24|Kommo) answers")]
    private static partial Regex Answers();

    /// <summary>A configuration that is right, until a case makes it wrong.</summary>
    private sealed class Wrong : IAsyncDisposable
    {
        private readonly TemporaryFolder _folder = new();
        private readonly TcpListener _taken = new(IPAddress.Loopback, 0);
        private readonly KommoSandbox _kommo;
        private string? _text;

        private Wrong(Bitrix24Sandbox bitrix24, KommoSandbox kommo)
        {
            (Bitrix24, _kommo) = (bitrix24, kommo);
            _taken.Start();
            Config = new JsonObject
            {
                ["asterisk"] =
                    new JsonObject { ["cel"] = new JsonObject { ["file"] = _folder.Write("Master.csv", "") } },
                ["bitrix24"] = new JsonObject { ["webhook"] = bitrix24.Webhook, ["default_user"] = 3 },
                ["http"] = new JsonObject { ["port"] = 0 },
                ["outbox"] = new JsonObject { ["file"] = _folder.File("outbox.db") },
                ["customizer"] = new JsonObject { ["cache"] = _folder.File("cache") },
            };
            File = _folder.Write("config.json", Good);
        }

        public Bitrix24Sandbox Bitrix24 { get; }

        public PbxSimulator Pbx { get; } = new();

        public string File { get; }

        public JsonNode Config { get; }

        public byte[]? Bytes { get; set; }

        /// <summary>The configuration's text, when it is not that of <see cref="Config"/>.</summary>
        public string Text
        {
            get => _text ?? Config.ToJsonString(new() { WriteIndented = true });
            set => _text = value;
        }

        public int TakenPort => ((IPEndPoint)_taken.LocalEndpoint).Port;

        /// <summary>A path that leads to itself: nobody can read it, root neither.</summary>
        public string Endless
        {
            get
            {
                var path = _folder.File("actions");
                System.IO.File.CreateSymbolicLink(path, path);
                return path;
            }
        }

        public static async Task<Wrong> CreateAsync() => new(
            await Bitrix24Sandbox.StartAsync(Bitrix24Settings.WithoutLimit with { IsStrictAboutWebhooks = false }),
            await KommoSandbox.StartAsync(AccountSettings.WithoutLimit));

        public void Rename(string section, string name)
        {
            var value = Config[section]!.DeepClone();
            Config.AsObject().Remove(section);
            Config[name] = value;
        }

        public void Folders(string path) => Config["customizer"]!["folders"] = new JsonArray(path);

        public void Webhook(string address) => Config["bitrix24"]!["webhook"] = address;

        public void Portal(string address, string? refreshToken = null)
        {
            var oauth = new JsonObject
            {
                ["portal"] = address, ["client_id"] = Bitrix24.Settings.ClientId,
                ["client_secret"] = Bitrix24.Settings.ClientSecret, ["server"] = Bitrix24.TokenAddress.ToString(),
            };
            if (refreshToken is not null)
                oauth["refresh_token"] = refreshToken;
            Config["bitrix24"] = new JsonObject { ["oauth"] = oauth, ["default_user"] = 3 };
        }

        public void Kommo(Action<JsonObject> change)
        {
            Config.AsObject().Remove("bitrix24");
            var kommo = new JsonObject
            {
                ["account"] = _kommo.Address.ToString(), ["client_id"] = _kommo.Settings.ClientId,
                ["client_secret"] = _kommo.Settings.ClientSecret, ["redirect_uri"] = _kommo.Settings.RedirectUri,
                ["default_user"] = 501,
            };
            change(kommo);
            Config["kommo"] = kommo;
        }

        /// <summary>Runs the service until it has said all of these, or has ended.</summary>
        public async Task<string> RunAsync(params string[] words)
        {
            if (System.IO.File.Exists(File))
                await System.IO.File.WriteAllBytesAsync(File, Bytes ?? Encoding.UTF8.GetBytes(Text));
            using var limit = new CancellationTokenSource(TestTimeout.Value);
            using var service = Process.Start(new ProcessStartInfo(
                Path.Combine(AppContext.BaseDirectory, "Itgrix.Runtime"), ["serve", "--config", File])
                { RedirectStandardError = true })!;
            var said = new StringBuilder();
            try
            {
                while (await service.StandardError.ReadLineAsync(limit.Token) is { } line)
                {
                    said.AppendLine(line);
                    if (words.All(word => $"{said}".Contains(word, StringComparison.Ordinal)))
                        service.Kill();
                }
                await service.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                service.Kill();
                said.AppendLine("It said no more.");
            }
            return $"{said}";
        }

        public async ValueTask DisposeAsync()
        {
            _taken.Dispose();
            await Bitrix24.DisposeAsync();
            await _kommo.DisposeAsync();
            await Pbx.DisposeAsync();
            _folder.Dispose();
        }
    }
}
