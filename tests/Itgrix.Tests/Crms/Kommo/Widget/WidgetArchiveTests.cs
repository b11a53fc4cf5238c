using System.Buffers.Binary;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;
using Itgrix.Runtime.Crms.Kommo.Widget;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo.Widget;

/// <summary>The archive is as the CRM wants it.</summary>
[TestClass]
public sealed partial class WidgetArchiveTests
{
    private static readonly byte[] Archive = WidgetArchive.Pack(ProjectFolder.Of("widget"));
    private static readonly JsonElement Manifest = Json("manifest.json");
    private static readonly string Script = System.Text.Encoding.UTF8.GetString(Content("script.js"));

    private static string[] Languages =>
        [.. Manifest.GetProperty("widget").GetProperty("locale").EnumerateArray().Select(one => one.GetString()!)];

    [TestMethod]
    public void The_widgets_archive_has_every_file_at_its_place()
    {
        using var zip = Open();

        zip.Entries.Select(entry => entry.FullName).Should().Equal(
        [
            .. Languages.Order(StringComparer.Ordinal).Select(language => $"i18n/{language}.json"),
            "images/logo.png",
            "images/logo_main.png", "images/logo_medium.png", "images/logo_min.png", "images/logo_small.png",
            "images/tour.png", "manifest.json", "script.js",
        ]);
    }

    [TestMethod]
    public void The_same_files_give_the_same_archive()
    {
        WidgetArchive.Pack(ProjectFolder.Of("widget")).Should().Equal(Archive);
    }

    [TestMethod]
    [DataRow("logo", 130, 100)]
    [DataRow("logo_main", 400, 272)]
    [DataRow("logo_medium", 240, 84)]
    [DataRow("logo_min", 84, 84)]
    [DataRow("logo_small", 108, 108)]
    [DataRow("tour", 1188, 616)]
    public void Pictures_have_the_sizes_that_the_CRM_wants(string name, int width, int height)
    {
        var picture = Content($"images/{name}.png");

        picture.Should().StartWith([0x89, (byte)'P', (byte)'N', (byte)'G']).And.HaveCountLessThan(300_000);
        BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)).Should().Be(width);
        BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(20)).Should().Be(height);
    }

    [TestMethod]
    public void The_manifest_has_what_the_CRM_demands()
    {
        var widget = Manifest.GetProperty("widget");

        widget.GetProperty("interface_version").GetInt32().Should().Be(2);
        widget.GetProperty("installation").GetBoolean().Should().BeTrue();
        widget.GetProperty("init_once").GetBoolean().Should().BeTrue("a click is to be handled once on all pages");
        widget.GetProperty("version").GetString().Should().MatchRegex(@"^\d+\.\d+\.\d+$");
        Manifest.GetProperty("locations").EnumerateArray()
            .Select(one => one.GetString()).Should().Equal("everywhere", "settings");
        Manifest.GetProperty("tour").GetProperty("is_tour").GetBoolean().Should().BeTrue();
        Manifest.GetProperty("settings").EnumerateObject()
            .Select(setting => setting.Value.GetProperty("type").GetString())
            .Should().OnlyContain(type => new[] { "text", "pass", "users", "custom" }.Contains(type));
    }

    [TestMethod]
    public void Every_file_that_the_widgets_manifest_names_exists()
    {
        using var zip = Open();
        var images = Manifest.GetProperty("tour").GetProperty("tour_images");

        images.EnumerateObject().Select(one => one.Name).Should().BeEquivalentTo(Languages);
        foreach (var image in images.EnumerateObject().SelectMany(one => one.Value.EnumerateArray()))
            zip.GetEntry(image.GetString()!.TrimStart('/')).Should().NotBeNull();
    }

    [TestMethod]
    public void The_widget_has_every_text_in_every_language()
    {
        var named = NamedText().Matches(Manifest.GetRawText()).Select(match => match.Groups[1].Value);
        var said = SaidText().Matches(Script).Select(match => $"{match.Groups[1].Value}.{match.Groups[2].Value}");
        var functions = Quoted().Matches(Script[Script.IndexOf(
            "FUNCTIONS", StringComparison.Ordinal)..Script.IndexOf("];", StringComparison.Ordinal)])
            .Select(match => $"functions.{match.Groups[1].Value}");
        var problems = Problem().Matches(Script).SelectMany(line => Quoted().Matches(line.Value))
            .Select(match => $"errors.{match.Groups[1].Value}").ToList();
        string[] states = ["messages.ringing", "messages.taken"];
        string[] wanted =
        [
            .. named, .. said, .. functions, .. problems, .. states,
            .. ServiceErrors().Select(error => $"errors.{error}"),
        ];

        functions.Should().HaveCount(6);
        problems.Distinct().Should().HaveCount(9);
        foreach (var language in Languages)
            Texts(language).Keys.Should().Contain(wanted.Distinct(), $"{language}.json has to say all of it");
        Texts("en").Keys.Should()
            .OnlyContain(key => wanted.Contains(key) || key == "widget.call_action" || key.StartsWith("errors."));
    }

    [TestMethod]
    public void The_languages_of_the_widget_have_the_same_texts_and_placeholders()
    {
        var english = Texts("en");

        foreach (var language in Languages)
        {
            var texts = Texts(language);
            texts.Keys.Should().BeEquivalentTo(english.Keys);
            foreach (var (key, text) in texts)
                Places(text).Should().BeEquivalentTo(Places(english[key]), $"{key} of {language}");
        }
    }

    [TestMethod]
    public void The_script_keeps_to_what_every_browser_of_the_CRM_runs_and_needs_nothing_of_others()
    {
        Script.Should().StartWith("/*").And.Contain("define([], function () {")
            .And.NotContainAny("=>", "`", "const ", "let ", "console.", "crm_post", "eval(");
    }

    // What the service answers, from its own source: none of it may be without words.
    // What answers before the widget's own code does.
    private static readonly string[] OnItsWay = ["BasicHandler", "Cors", "JsonBody"];

    private static IEnumerable<string> ServiceErrors() =>
        Directory.EnumerateFiles(ProjectFolder.Of("Itgrix.Runtime/Crms/Kommo/Widget"), "*.cs")
            .Concat(OnItsWay.Select(name => ProjectFolder.Of($"Itgrix.Runtime/Http/{name}.cs")))
            .SelectMany(file => AnsweredError().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)
            .Except(["not_json", "too_large"]).Distinct();

    private static Dictionary<string, string> Texts(string language) => Json($"i18n/{language}.json").EnumerateObject()
        .SelectMany(section => section.Value.EnumerateObject()
            .Select(text => KeyValuePair.Create($"{section.Name}.{text.Name}", text.Value.GetString()!)))
        .ToDictionary();

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value);

    private static ZipArchive Open() => new(new MemoryStream(Archive));

    private static byte[] Content(string name)
    {
        using var zip = Open();
        using var stream = zip.GetEntry(name)!.Open();
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }

    private static JsonElement Json(string name)
    {
        using var json = JsonDocument.Parse(Content(name));
        return json.RootElement.Clone();
    }

    [GeneratedRegex("\"((?:widget|settings)\\.[a-z_]+)\"")]
    private static partial Regex NamedText();

    [GeneratedRegex(@"say\('(\w+)', '(\w+)'")]
    private static partial Regex SaidText();

    [GeneratedRegex(@"'(\w+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"error: '\w+'|var problem = .*")]
    private static partial Regex Problem();

    [GeneratedRegex("Status\\d{3}\\w+, \"([a-z_]+)\"")]
    private static partial Regex AnsweredError();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Place();
}
