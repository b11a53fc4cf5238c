using Itgrix.Runtime.Http;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class DigestHashTests
{
    [TestMethod]
    public void Login_and_password_are_recognized_by_what_is_kept()
    {
        var text = DigestHash.Create("admin", "a long pässword").Text;

        var kept = DigestHash.Parse(text)!;

        (kept.Login, $"{kept}").Should().Be(("admin", "***"));
        kept.Fits("admin", "a long pässword").Should().BeTrue();
        kept.Fits("admin", "a long password").Should().BeFalse();
        kept.Fits("Admin", "a long pässword").Should().BeFalse();
        kept.Fits("", "").Should().BeFalse();
        text.Should().StartWith("digest$admin$Itgrix-").And.NotContain("pässword");
    }

    [TestMethod]
    public void The_same_password_never_looks_the_same()
    {
        var (one, other) = (DigestHash.Create("admin", "password")
            .Text.Split('$'), DigestHash.Create("admin", "password").Text.Split('$'));

        for (var part = 2; part < 5; part++)
            one[part].Should().NotBe(other[part]);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("password")]
    [DataRow("digest$admin$Itgrix-000000000000000000000000$00$00")]
    [DataRow("digest$ad min$Itgrix-000000000000000000000000$@64$@32")]
    [DataRow("digest$admin$\"quoted realm\" here$@64$@32")]
    [DataRow("digest$admin$Itgrix-000000000000000000000000$@64$@32$")]
    [DataRow("pbkdf2$admin$Itgrix-000000000000000000000000$@64$@32")]
    public void A_text_of_another_form_is_no_digest_hash(string text)
    {
        DigestHash.Parse(text.Replace("@64", new('0', 64)).Replace("@32", new('0', 32))).Should().BeNull();
    }
}
