using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Recordings;

[TestClass]
public sealed class RecordingOptionsTests
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _mistakes = [];

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod]
    public void All_recording_settings_are_optional()
    {
        Read("{}").Should().BeEquivalentTo(new RecordingOptions());

        _mistakes.Should().BeEmpty();
    }

    [TestMethod]
    public void All_settings_are_read()
    {
        var options = Read("""
            {
                "folders": ["/srv/rec/", "monitor"], "path": "{yyyy}/{MM}/{dd}/{linkedid}", "wait": 5,
                "late_minutes": 90,
                "public_url": "https://pbx.example.com/rec", "secret": "0123456789abcdef", "link_days": 30,
                "keep_days": 400, "delete_original": true, "min_free_mb": 10
            }
            """);

        _mistakes.Should().BeEmpty();
        options.Secret!.Reveal().Should().Be("0123456789abcdef");
        options.Should().BeEquivalentTo(new RecordingOptions
        {
            Folders = ["/srv/rec", _folder.File("monitor")], Path = "{yyyy}/{MM}/{dd}/{linkedid}",
            Wait = TimeSpan.FromSeconds(5), Late = TimeSpan.FromMinutes(90),
            PublicUrl = new("https://pbx.example.com/rec/"), LinkFor = TimeSpan.FromDays(30),
            Keep = TimeSpan.FromDays(400), DeletesOriginals = true, LeastFree = 10 << 20,
        }, compared => compared.Excluding(one => one.Secret));
    }

    [TestMethod]
    public void Zero_days_disable_deletion() => Read("""{"keep_days": 0}""").Keep.Should().BeNull();

    [TestMethod]
    [DataRow("""{"folders": []}""", "recordings.folders is empty: give the folders")]
    [DataRow("""{"folders": "/srv"}""", "recordings.folders is \"/srv\": give a list")]
    [DataRow("""{"folders": ["/"]}""", "recordings.folders has \"/\", which is the whole machine")]
    [DataRow("""{"folders": ["/srv", "/srv/.."]}""", "recordings.folders has \"/srv/..\", which is the whole machine")]
    [DataRow("""{"folders": [5]}""", "recordings.folders has 5: give the folders")]
    [DataRow("""{"path": "{year}/{linkedid}"}""", "recordings.path has {year}, which is not known: use {linkedid}")]
    [DataRow("""{"path": "../{linkedid}"}""", "recordings.path is no path: give one such as {yyyy}")]
    [DataRow("""{"path": "{linkedid"}""", "recordings.path is no path")]
    [DataRow("""{"wait": -1}""", "recordings.wait is -1: give a number of seconds from 0 to 600")]
    [DataRow(
        """{"public_url": "https://pbx.example.com/rec"}""", "recordings.secret is missing: links are signed with it")]
    [DataRow("""{"public_url": "http://pbx/rec", "secret": "0123456789abcdef"}""",
        "recordings.public_url is no https address")]
    [DataRow("""{"public_url": "https://pbx/rec?x=1", "secret": "0123456789abcdef"}""",
        "recordings.public_url is no https address")]
    [DataRow("""{"public_url": "https://pbx/rec", "secret": "0123456789abcde"}""", "recordings.secret is too short")]
    [DataRow("""{"keep_days": "7"}""", "recordings.keep_days is \"7\": give a number of days")]
    [DataRow("""{"folder": []}""", "recordings.folder is not known here")]
    public void A_mistake_is_named_with_its_place_and_its_fix(string section, string expected)
    {
        Read(section);

        _mistakes.Should().ContainSingle().Which.Should().StartWith(expected);
    }

    [TestMethod]
    public void With_a_public_address_Bitrix24_needs_no_recording_link()
    {
        const string bitrix24 = """
            "bitrix24": {"webhook": "https://portal.bitrix24.com/rest/1/abc/", "default_user": 1, "recording": "link"}
            """;
        var served = _folder.Write("served.json",
            "{" + bitrix24 + """, "recordings": {"public_url": "https://pbx/rec", "secret": "0123456789abcdef"}}""");
        var neither = _folder.Write("neither.json", "{" + bitrix24 + "}");

        ItgrixConfig.Load(served).Recordings.PublicUrl.Should().Be(new Uri("https://pbx/rec/"));
        FluentActions.Invoking(() => ItgrixConfig.Load(neither)).Should().Throw<ConfigException>()
            .WithMessage("*bitrix24.recording_link is missing*recordings.public_url*");
    }

    private RecordingOptions Read(string json) =>
        ReadSettings.From<RecordingOptions>("recordings", json, _mistakes, _folder.Path);
}
