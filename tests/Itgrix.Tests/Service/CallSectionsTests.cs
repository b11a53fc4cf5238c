using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Service;

/// <summary>The sections of the configuration about Asterisk and its calls.</summary>
[TestClass]
public sealed class CallSectionsTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void All_settings_are_read()
    {
        var config = Read("""
            {
              "asterisk": {
                "time_zone": "Europe/Moscow",
                "ami": {"user": "itgrix", "secret": "s"},
                "cel": {"file": "Master.csv"},
                "channels": {"lines": ["PJSIP/7001"], "phones": ["DAHDI/2"], "bots": ["PJSIP/bot*"],
                "line_contexts": ["in"],
                  "phone_contexts": ["out"], "device_prefixes": ["88"], "device_suffixes": []},
              },
              "numbers": {
                "dial_prefixes": ["*99"],
                "prefixes": ["+7495", "8495", "+7", "7", "8"],
                "local_digits": 3,
                "local_patterns": "mobiles.txt",
                "replacements": [{"prefix": "00", "to": "+"}, {"pattern": "8XXXXXXXXXX", "to": "+7XXXXXXXXXX"},
                {"prefix": "9", "to": ""}],
              },
              "calls": {"parallel": 8, "queue": 500, "late": 2.5},
              "click_to_call": {"channel": "Local/{extension}@staff/n", "context": "out",
              "caller_id": "Shop <{number}>", "timeout": 20,
                "token": "0123456789abcdef", "contexts": ["kommo", "vip-1"],
                "allowed": ["XXX", "+49X.", "*98"], "refused": ["0190.", "0900XXXXXXX"]},
              "extensions": {"only": ["1XX", "+79001234567"], "except": ["105"]},
              "http": {"address": "::1", "port": 8078},
            }
            """);

        config.Asterisk.TimeZone.Id.Should().Be("Europe/Moscow");
        config.Asterisk.Ami!.User.Should().Be("itgrix");
        config.Asterisk.Cel.Should().BeOfType<CelFileOptions>().Which.File.Should().Be(_folder.File("Master.csv"));
        config.Numbers.Prefixes.Should().Equal("+7495", "8495", "+7", "7", "8");
        config.Numbers.DialPrefixes.Should().Equal("*99");
        config.Asterisk.Channels.Should().BeEquivalentTo(new ChannelOptions
        {
            Lines = ["PJSIP/7001"],
            Phones = ["DAHDI/2"], Bots = ["PJSIP/bot*"], LineContexts = ["in"], PhoneContexts = ["out"],
            DevicePrefixes = ["88"], DeviceSuffixes = [],
        });
        config.Numbers.LocalDigits.Should().Be(3);
        config.Numbers.LocalPatterns.Should().Be(_folder.File("mobiles.txt"));
        config.Numbers.Replacements.Should().Equal(
            new NumberReplacement("00", null, "+"), new(null, new("8XXXXXXXXXX"), "+7XXXXXXXXXX"), new("9", null, ""));
        (config.Calls.Parallel, config.Calls.Capacity, config.Calls.Late)
            .Should().Be((8, 500, TimeSpan.FromSeconds(2.5)));
        var click = config.ClickToCall;
        (click.Channel, click.Context, click.CallerId, click.Timeout).Should().Be(
            ("Local/{extension}@staff/n", "out", "Shop <{number}>", TimeSpan.FromSeconds(20)));
        click.Token!.Reveal().Should().Be("0123456789abcdef");
        click.Contexts.Should().Equal("kommo", "vip-1");
        click.Allowed.Select(one => one.Text).Should().Equal("XXX", "+49X.", "*98");
        click.Refused.Select(one => one.Text).Should().Equal("0190.", "0900XXXXXXX");
        config.Extensions.Only.Select(one => one.Text).Should().Equal("1XX", "+79001234567");
        config.Extensions.Except.Select(one => one.Text).Should().Equal("105");
        (config.Http.Address.ToString(), config.Http.Port).Should().Be(("::1", 8078));
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("""{"asterisk": {}, "numbers": {}, "calls": {}, "click_to_call": {}, "http": {}}""")]
    public void Without_settings_the_documented_defaults_count(string json)
    {
        var config = Read(json);

        (config.Asterisk.Ami, config.Asterisk.Cel).Should().Be((null, null));
        config.Asterisk.TimeZone.Should().Be(TimeZoneInfo.Local);
        config.Asterisk.Channels.Should().BeEquivalentTo(ChannelOptions.Default);
        config.Numbers.DialPrefixes.Should().Equal("*67", "*82", "*31#", "#31#", "**9");
        config.Numbers.LocalDigits.Should().Be(4);
        config.Numbers.LocalPatterns.Should().BeNull();
        config.Numbers.Prefixes.Should().BeEmpty();
        (config.Calls.Parallel, config.Calls.Capacity, config.Calls.Late)
            .Should().Be((64, 10_000, TimeSpan.FromSeconds(1)));
        var click = config.ClickToCall;
        (click.Channel, click.Context, click.CallerId, click.Timeout.TotalSeconds)
            .Should().Be(("PJSIP/{extension}", "from-internal", "{number}", 30.0));
        click.Allowed.Should().BeEmpty();
        click.Refused.Select(one => one.Text)
            .Should().Contain(["+870.", "00881.", "011882XXXXXX.", "810883XXXXXX.", "+979."]).And.HaveCount(20);
        (config.Http.Address.ToString(), config.Http.Port).Should().Be(("127.0.0.1", 8077));
    }

    [TestMethod]
    public void An_empty_list_of_refused_numbers_allows_all_numbers() =>
        Read("""{"click_to_call": {"refused": []}}""").ClickToCall.Refused.Should().BeEmpty();

    [TestMethod]
    [DataRow("""{"asterisk": {"time_zone": "Mars/Olympus"}}""",
        "asterisk.time_zone is \"Mars/Olympus\": give a time zone of this machine, such as \"Europe/Moscow\"")]
    [DataRow("""{"asterisk": {"time_zone": 3}}""", "asterisk.time_zone is 3: give a text")]
    [DataRow("""{"asterisk": {"time_zone": "../../etc/passwd"}}""", "asterisk.time_zone is")]
    [DataRow("""{"asterisk": []}""", "asterisk is []: give an object")]
    [DataRow("""{"asterisk": {"amy": {}}}""",
        "asterisk.amy is not known here: did you mean ami? Known: ami, cel, channels, time_zone")]
    [DataRow("""{"asterisk": {"channels": {"lines": [7]}}}""",
        "asterisk.channels.lines has 7: give texts in quotes, such as \"PJSIP/gsm*\"")]
    [DataRow("""{"asterisk": {"channels": {"line": []}}}""", "asterisk.channels.line is not known here")]
    [DataRow("""{"numbers": {"dial_prefixes": ["w9"]}}""", "numbers.dial_prefixes has \"w9\": give digits")]
    [DataRow("""{"numbers": {"prefixes": ["7", "+seven"]}}""", "numbers.prefixes has \"+seven\": give digits")]
    [DataRow("""{"numbers": {"prefixes": [7]}}""",
        "numbers.prefixes has 7: give digits, optionally with a leading +, in quotes")]
    [DataRow("""{"numbers": {"prefixes": "+7"}}""", "numbers.prefixes is \"+7\": give a list")]
    [DataRow("""{"numbers": {"local_digits": 0}}""", "numbers.local_digits is 0: give a number of digits from 1 to 20")]
    [DataRow("""{"numbers": {"local_digits": 1e999}}""", "numbers.local_digits is 1e999")]
    [DataRow("""{"numbers": {"local_patterns": ["81X"]}}""", "numbers.local_patterns is [\"81X\"]: give a text")]
    [DataRow("""{"numbers": {"local_patterns": "a\u0000b"}}""", "numbers.local_patterns ")]
    [DataRow("""{"numbers": {"replacements": [{"prefix": "8"}]}}""",
        "numbers.replacements has {\"prefix\": \"8\"}: give {\"prefix\": \"8\", \"to\": \"+7\"}")]
    [DataRow(
        """{"numbers": {"replacements": [{"prefix": "8", "pattern": "8X", "to": "7"}]}}""", "numbers.replacements has")]
    [DataRow("""{"numbers": {"replacements": [{"pattern": "8-X", "to": "7"}]}}""", "numbers.replacements has")]
    [DataRow("""{"numbers": {"replacements": [{"prefix": "8", "to": "seven"}]}}""", "numbers.replacements has")]
    [DataRow("""{"numbers": {"replacements": [{"prefix": "", "to": "7"}]}}""", "numbers.replacements has")]
    [DataRow("""{"numbers": {"replacements": ["8"]}}""", "numbers.replacements has \"8\"")]
    [DataRow("""{"numbers": {"prefix": "7"}}""", "numbers.prefix is not known here")]
    [DataRow("""{"calls": {"parallel": 0}}""", "calls.parallel is 0: give a number of calls from 1 to 1000")]
    [DataRow("""{"calls": {"queue": 5}}""", "calls.queue is 5: give a number of stages from 100 to 1000000")]
    [DataRow("""{"calls": {"late": -1}}""", "calls.late is -1: give a number of seconds from 0.01 to 3600")]
    [DataRow("""{"click_to_call": {"channel": "PJSIP/101"}}""",
        "click_to_call.channel is no channel with {extension} in it: give \"PJSIP/{extension}\"")]
    [DataRow(
        """{"click_to_call": {"channel": "PJSIP/{extension}&PJSIP/102"}}""", "click_to_call.channel is no channel")]
    [DataRow("""{"click_to_call": {"channel": "Local/{number}@{extension}"}}""", "click_to_call.channel is no channel")]
    [DataRow(
        """{"click_to_call": {"context": "a b"}}""", "click_to_call.context is no context: give the name of a section")]
    [DataRow("""{"click_to_call": {"caller_id": "${EXTEN}"}}""", "click_to_call.caller_id cannot be sent to Asterisk")]
    [DataRow(
        """{"click_to_call": {"timeout": 0}}""", "click_to_call.timeout is 0: give a number of seconds from 1 to 600")]
    [DataRow("""{"click_to_call":""" + """ {"contxt": "a"}}""",
        "click_to_call.contxt is not known here: did you mean context? Known: allowed, caller_id, channel, "
        + "context, contexts, per_day, per_minute, refused, timeout, token")]
    [DataRow("""{"click_to_call": {"allowed": "XXX"}}""", "click_to_call.allowed is \"XXX\": give a list")]
    [DataRow("""{"click_to_call": {"allowed": []}}""",
        "click_to_call.allowed is empty: name the numbers that are dialled, or leave it out")]
    [DataRow("""{"click_to_call": {"allowed": [101]}}""",
        "click_to_call.allowed has 101: give numbers in quotes, X for any digit")]
    [DataRow("""{"click_to_call": {"refused": ["_0190."]}}""",
        "click_to_call.refused has \"_0190.\": give numbers in quotes")]
    [DataRow(
        """{"click_to_call": {"refused": ["01..9"]}}""", "click_to_call.refused has \"01..9\": give numbers in quotes")]
    [DataRow("""{"click_to_call": {"token": "short"}}""",
        "click_to_call.token is too short or has characters that are not URL-safe: give 16 to 200")]
    [DataRow(
        """{"click_to_call": {"token": "0123456789abc def"}}""", "click_to_call.token is too short or has characters")]
    [DataRow(
        """{"click_to_call": {"contexts": ["a b"]}}""", "click_to_call.contexts has \"a b\": give names of sections")]
    [DataRow("""{"extensions": {"only": "101"}}""", "extensions.only is \"101\": give a list")]
    [DataRow("""{"extensions": {"except": [101]}}""", "extensions.except has 101: give extensions in quotes")]
    [DataRow("""{"extensions": {"exept": []}}""",
        "extensions.exept is not known here: did you mean except? Known: except, only")]
    [DataRow("""{"http": {"address": "localhost"}}""", "http.address is not an IP address: give \"127.0.0.1\"")]
    [DataRow("""{"http": {"address": "8077"}}""", "http.address is not an IP address")]
    [DataRow("""{"http": {"key": "key.pem"}}""",
        "http.certificate is missing: name the PEM file of the certificate that http.key belongs to")]
    [DataRow("""{"http": {"certificate": "none.pem"}}""", "http.certificate cannot be used: Could not find")]
    [DataRow("""{"http": {"port": 65536}}""", "http.port is 65536: give a number from 0 to 65535")]
    [DataRow("""{"calls": {"paralel": 5}}""",
        "calls.paralel is not known here: did you mean parallel? Known: late, parallel, queue")]
    public void A_mistake_is_named_with_its_place_and_its_fix(string json, string expected) =>
        Reading(json).Should().Throw<ConfigException>()
            .Which.Mistakes.Should().ContainSingle().Which.Should().StartWith(expected);

    [TestMethod]
    public void Mistakes_of_all_parts_are_reported_together() =>
        Reading("""{"asterisk": {"time_zone": "x", "ami": {"user": "u"}}, "numbers": {"local_digits": "4"},"""
            + """ "calls": {"late": true}, "call": {}}""")
            .Should().Throw<ConfigException>().Which.Mistakes.Select(mistake => mistake.Split(' ')[0])
            .Should().BeEquivalentTo(
                "asterisk.time_zone", "asterisk.ami.secret", "numbers.local_digits", "calls.late", "call");

    private Func<ItgrixConfig> Reading(string json) => () => Read(json);

    private ItgrixConfig Read(string json) => ItgrixConfig.Load(_folder.Write("config.json", json));
}
