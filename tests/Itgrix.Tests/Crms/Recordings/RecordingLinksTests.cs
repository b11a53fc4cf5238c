using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.WebUtilities;

namespace Itgrix.Tests.Crms.Recordings;

[TestClass]
public sealed class RecordingLinksTests : IDisposable
{
    private readonly RecordingFolder _folder = new();
    private readonly ManualTime _time = new();

    private RecordingLinks Links =>
        new CallRecordings(_folder.Options with { LinkFor = TimeSpan.FromDays(30) }, _time).Links!;

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("2026/11/21/a.wav", "https://pbx.example.com/recordings/2026/11/21/a.wav?expires=")]
    [DataRow("it's Анна & 100%?.mp3",
        "https://pbx.example.com/recordings/it%27s%20%D0%90%D0%BD%D0%BD%D0%B0%20%26%20100%25%3F.mp3?expires=")]
    public void A_link_contains_the_file_and_its_expiry(string name, string expected)
    {
        var link = Links.Of(_folder.Record(name))!;

        link.Should().StartWith(expected);
        var query = QueryHelpers.ParseQuery(new Uri(link).Query);
        query["expires"].ToString().Should().Be($"{_time.GetUtcNow().AddDays(30).ToUnixTimeSeconds()}");
        Links.Admit(name, query["expires"]!, query["signature"]!).Should().BeTrue();
    }

    [TestMethod]
    public void A_link_may_be_created_before_the_file_exists() =>
        Links.Of(_folder.In("late.wav")).Should().StartWith("https://pbx.example.com/recordings/late.wav?");

    [TestMethod]
    public void Nothing_outside_of_the_folders_and_nothing_but_sound_has_a_link()
    {
        var secret = _folder.Write(_folder.Elsewhere("secret.wav"), Some.Bytes(10));
        File.CreateSymbolicLink(_folder.In("link.wav"), secret);

        Links.Of(secret).Should().BeNull();
        Links.Of(_folder.In("link.wav")).Should().BeNull();
        Links.Of(_folder.In("../elsewhere/none.wav")).Should().BeNull();
        Links.Of(_folder.Record("notes.txt")).Should().BeNull();
    }

    [TestMethod]
    public void A_link_works_until_its_expiry_and_not_after()
    {
        var (expires, signature) = Parts("a.wav");

        _time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Links.Admit("a.wav", expires, signature).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        Links.Admit("a.wav", expires, signature).Should().BeFalse();
    }

    [TestMethod]
    public void An_altered_link_is_refused()
    {
        var (expires, signature) = Parts("a.wav");
        var later = $"{long.Parse(expires) + 1}";

        Links.Admit("b.wav", expires, signature).Should().BeFalse();
        Links.Admit("./a.wav", expires, signature).Should().BeFalse();
        Links.Admit("a.wav", later, signature).Should().BeFalse();
        foreach (var wrong in new[]
        {
            "", "0" + expires, "+" + expires, " " + expires, "-1", "1e12", new string('9', 40), expires + "\n",
        })
            Links.Admit("a.wav", wrong, signature).Should().BeFalse();
        foreach (var wrong in new[]
        {
            "", signature + "=", signature[..^1], signature.ToUpperInvariant(), "я" + signature[1..],
            signature + "," + signature,
        })
            Links.Admit("a.wav", expires, wrong).Should().BeFalse();
    }

    [TestMethod]
    public void A_different_secret_makes_different_links()
    {
        var (expires, signature) = Parts("a.wav");
        var others = new CallRecordings(
            _folder.Options with { Secret = new("another secret of this test") }, _time).Links!;

        others.Admit("a.wav", expires, signature).Should().BeFalse();
    }

    [TestMethod]
    public void A_character_moved_between_name_and_expiry_is_detected()
    {
        // As if the end of the name were the beginning of the time.
        var (expires, signature) = Parts("a.wav");

        Links.Admit($"{expires}\na.wav", "1", signature).Should().BeFalse();
    }

    private (string Expires, string Signature) Parts(string name)
    {
        var query = QueryHelpers.ParseQuery(new Uri(Links.Of(_folder.Record(name))!).Query);
        return (query["expires"].ToString(), query["signature"].ToString());
    }
}
