using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class DigestAnswerTests
{
    // The standard's own example, section 3.9.1.
    private const string Example = """
        Digest username="Mufasa", realm="http-auth@example.org", uri="/dir/index.html", algorithm={0},
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", nc=00000001,
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
        qop=auth, response="{1}", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"
        """;

    [TestMethod]
    [DataRow("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [DataRow("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    public void The_example_of_the_digest_standard_has_its_response(string algorithm, string response)
    {
        var answer = DigestAnswer.Parse(string.Format(Example.ReplaceLineEndings(" "), algorithm, response))!;

        var secret = answer.Algorithm.Hash("Mufasa:http-auth@example.org:Circle of Life");

        answer.Expected(secret, "GET").Should().Be(response).And.Be(answer.Response);
        answer.Expected(secret, "POST").Should().NotBe(response);
        (answer.Count, answer.Uri).Should().Be((1, "/dir/index.html"));
    }

    [TestMethod]
    [DataRow("Basic YTpi")]
    [DataRow("Digest ")]
    [DataRow("Digest username")]
    [DataRow("Digest username=\"a")]
    [DataRow("Digest username=\"a\\")]
    [DataRow("Digest username=\"a\", username=\"b\"")]
    [DataRow("Digest username=\"a\" realm=\"b\"")]
    [DataRow("Digest =a")]
    [DataRow("Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\"",
        DisplayName = "Without qop, as long ago")]
    [DataRow("Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\", qop=auth-int, "
        + "nc=00000001, cnonce=\"c\"")]
    [DataRow(
        "Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\", qop=auth, nc=1, cnonce=\"c\"")]
    [DataRow("Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\", qop=auth, nc=0000000x, "
        + "cnonce=\"c\"")]
    [DataRow("Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\", qop=auth, nc=00000001, "
        + "cnonce=\"\"")]
    [DataRow("Digest username=\"a\", realm=\"r\", nonce=\"n\", uri=\"/\", response=\"x\", qop=auth, nc=00000001, "
        + "cnonce=\"c\", algorithm=MD5-sess")]
    public void A_malformed_authorization_header_is_not_a_digest_answer(string header)
    {
        DigestAnswer.Parse(header).Should().BeNull();
    }

    [TestMethod]
    public void Quoted_values_may_have_quotes_and_commas()
    {
        HeaderFields.Parse("""a="1, \"2\" \\", b=3 ,c= "" """).Should().BeEquivalentTo(
            new Dictionary<string, string> { ["a"] = "1, \"2\" \\", ["b"] = "3", ["c"] = "" });
    }
}
