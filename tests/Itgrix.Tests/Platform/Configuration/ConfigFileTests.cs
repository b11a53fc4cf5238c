using System.Text;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Configuration;

/// <summary>What is no JSON object, and where.</summary>
[TestClass]
public sealed class ConfigFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("{\n  \"log\": {}\n  \"http\": {}\n}", "line 3, column 3: a comma is missing before this.")]
    [DataRow("{\r\n  // it\r\n  \"log\": {},\r\n  \"http\" {}\r\n}", "line 4, column 10: ")]
    [DataRow("{\n  /* one\n two */ \"log\": {'level': \"info\"}\n}", "line 3, column 17: ")]
    [DataRow(
        "{\n  \"log\": {\n    \"level\": \"info\"\n", "line 4, column 1: it ends, but the { of line 2 is not closed.")]
    [DataRow("{\"numbers\": {\"prefixes\": [\"+7\"}}", "line 1, column 31: ")]
    [DataRow("{\"log\": {}}\n}", "line 2, column 1: ")]
    [DataRow("{\"log\": {\"level\": infos}}", "line 1, column 19: ")]
    [DataRow("{\"ключ\": nul}", "line 1, column 13: ")]
    public void A_mistake_of_the_JSON_is_reported_with_line_and_column(string text, string expected)
    {
        var mistake = Mistakes(text).Should().ContainSingle().Which;

        mistake.Should().StartWith($"It is not valid JSON at {expected}");
        mistake.Should().NotContainAny("LineNumber", "BytePositionInLine", "Path:");
    }

    [TestMethod]
    [DataRow("", "It is empty: write { \"customizer\"")]
    [DataRow(" \r\n\t", "It is empty")]
    [DataRow("[]", "It is not an object")]
    [DataRow("{\"log\": {\n\"level\": \"\\ud800\"}}", "It has a text that is not valid Unicode at line 2, column 10")]
    public void Another_content_than_an_object_is_reported(string text, string expected) =>
        Mistakes(text).Should().ContainSingle().Which.Should().StartWith(expected);

    [TestMethod]
    public void Lists_in_lists_are_too_deep_at_some_level() =>
        Mistakes(new string('[', 100_000)).Should().ContainSingle()
        .Which.Should().StartWith("It is not valid JSON at line 1, column 65: it is nested more than 64 levels deep.");

    [TestMethod]
    [DataRow("utf-16")]
    [DataRow("utf-16BE")]
    public void UTF_16_is_reported(string encoding) =>
        Mistakes(Encoding.GetEncoding(encoding).GetBytes("{\"log\": {}}"))
        .Should().ContainSingle().Which.Should().Be("It is UTF-16: save it as UTF-8.");

    [TestMethod]
    public void UTF_16_with_its_mark_is_reported() =>
        Mistakes([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("{}")])
        .Should().ContainSingle().Which.Should().Be("It is UTF-16: save it as UTF-8.");

    [TestMethod]
    public void Another_encoding_is_reported_with_its_place() => Mistakes([.. "{\n\"a\": \""u8, 0xe9, .. "\"}"u8])
        .Should().ContainSingle().Which.Should().Be("It is not UTF-8 at line 2, column 7: save it as UTF-8.");

    [TestMethod]
    public void A_mark_of_UTF_8_CRLF_comments_and_trailing_commas_are_accepted() => Load([.. Encoding.UTF8.Preamble,
        .. "{\r\n  // the port\r\n  \"http\": {\"port\": 1,}, /* its\r\n end */\r\n  \"$schema\": \"config.schema.json\",\r\n}\r\n"u8])
        .Http.Port.Should().Be(1);

    [TestMethod]
    public void A_folder_is_no_file() => FluentActions.Invoking(() => ItgrixConfig.Load(_folder.Path)).Should()
        .Throw<ConfigException>().Which.Mistakes.Should().Equal("It is a folder: name the file in it.");

    [TestMethod]
    public void What_is_given_twice_is_reported_with_both_lines()
    {
        Mistakes("""
            {
              "http": {"port": 1},
              "customizer": {"methods": {"need_registration": {
                "timeout": 1,
                "timeout": 2}}},
              "numbers": {"replacements": [{"prefix": "1", "to": "2"}, {"prefix": "3",
                "prefix": "4", "to": "5"}]},
              "http": {"prot": 2}
            }
            """).Should().BeEquivalentTo(
            "customizer.methods.need_registration.timeout is given twice, on lines 4 and 5: remove one.",
            "numbers.replacements.prefix is given twice, on lines 6 and 7: remove one.",
            "http is given twice, on lines 2 and 8: remove one.",
            "http.prot is not known here: did you mean port? Known: address, certificate, key, port, public_url.");
    }

    [TestMethod]
    public void A_mistake_has_its_line_and_a_missing_setting_that_of_its_section()
    {
        FluentActions.Invoking(() => Load("""
            {
              // the server
              "http": {"adress": "::1",
                "port": 65536},
              "kommo": {
                "account": "https://a.kommo.com", "default_user": 1,
                "users": {"1;2": 3}
              }
            }
            """u8.ToArray()))
                .Should().Throw<ConfigException>().Which.Message.Split('\n')[1..].Should().SatisfyRespectively(
            one => one.Should().StartWith("  - line 7: kommo.users.\"1;2\" is no extension"),
            one => one.Should().StartWith("  - line 5: kommo.client_id is missing"),
            one => one.Should().StartWith("  - line 4: http.port is 65536"),
            one => one.Should().StartWith("  - line 3: http.adress is not known here: did you mean address?"));
    }

    [TestMethod]
    [DataRow("1e400", "is 1e400: give a number from 0 to 65535.")]
    [DataRow("-1e400", "is -1e400: give a number from 0 to 65535.")]
    [DataRow("99999999999999999999999", "is 99999999999999999999999: give a number from 0 to 65535.")]
    [DataRow("80.5", "is 80.5: give a whole number from 0 to 65535.")]
    [DataRow("\"80\"", "is \"80\": give a number from 0 to 65535.")]
    [DataRow("null", "is null: give a number from 0 to 65535.")]
    public void A_number_out_of_its_range_is_reported(string number, string expected) =>
        Mistakes("{\"http\": {\"port\": " + number + "}}").Should().Equal($"http.port {expected}");

    [TestMethod]
    [DataRow("9007199254740993", 9007199254740993)]
    [DataRow("5e2", 500)]
    public void A_large_id_is_exact(string number, long id) => ((Bitrix24Options)Load(Encoding.UTF8.GetBytes(
        "{\"bitrix24\": {\"webhook\": \"https://p/rest/1/x/\", \"default_user\": " + number + "}}")).Crms[Crm.Bitrix24])
            .Calls.DefaultUser.Should().Be(id);

    private IReadOnlyList<string> Mistakes(string text) => Mistakes(Encoding.UTF8.GetBytes(text));

    private IReadOnlyList<string> Mistakes(byte[] text) =>
        FluentActions.Invoking(() => Load(text)).Should().Throw<ConfigException>().Which.Mistakes;

    private ItgrixConfig Load(byte[] text)
    {
        File.WriteAllBytes(_folder.File("config.json"), text);
        return ItgrixConfig.Load(_folder.File("config.json"));
    }
}
