using Itgrix.Runtime.Http;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class PasswordHashTests
{
    [TestMethod]
    public void A_password_is_recognized_by_its_hash()
    {
        var text = PasswordHash.Create("pässword").Text;

        var kept = PasswordHash.Parse(text)!;

        kept.Fits("pässword").Should().BeTrue();
        kept.Fits("password").Should().BeFalse();
        kept.Fits("").Should().BeFalse();
        text.Should().StartWith("pbkdf2-sha512$210000$").And.NotContain("pässword");
        $"{kept}".Should().Be("***");
    }

    [TestMethod]
    public void The_same_password_never_looks_the_same()
    {
        PasswordHash.Create("password", 10_000).Text.Should().NotBe(PasswordHash.Create("password", 10_000).Text);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("password")]
    [DataRow("pbkdf2-sha512$210000$AAAAAAAAAAAAAAAAAAAAAA==")]
    [DataRow("pbkdf2-sha256$210000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [DataRow("pbkdf2-sha512$1$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [DataRow("pbkdf2-sha512$2000000000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [DataRow("pbkdf2-sha512$210000$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [DataRow("pbkdf2-sha512$210000$AAAAAAAAAAAAAAAAAAAAAA==$!")]
    [DataRow("pbkdf2-sha512$210000$AAAAAAAAAAAAAAAAAAAAAA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=$")]
    public void A_text_of_another_form_is_no_password_hash(string text)
    {
        PasswordHash.Parse(text).Should().BeNull();
    }
}
