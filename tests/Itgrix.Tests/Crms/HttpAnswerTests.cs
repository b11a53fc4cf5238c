using System.Net;
using System.Text;
using Itgrix.Runtime.Crms;

namespace Itgrix.Tests.Crms;

[TestClass]
public sealed class HttpAnswerTests
{
    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow("null")]
    [DataRow("{\"a\": 1} x")]
    [DataRow("{\"a\": \"\\ud800\"}")]
    [DataRow("{\"\\udc00\": 1}")]
    [DataRow("{\"a\": \"\u00ff\"}")]
    public void A_body_with_invalid_text_is_not_an_answer(string body)
    {
        Answer(Encoding.Latin1.GetBytes(body)).Json().Should().BeNull();
    }

    [TestMethod]
    public void A_body_nested_too_deeply_is_not_an_answer()
    {
        Answer(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 100_000)))).Json().Should().BeNull();
    }

    [TestMethod]
    public void Complete_escapes_are_read()
    {
        Answer("{\"a\": \"\\ud83d\\ude00\"}"u8.ToArray()).Json()!.Value.GetProperty("a").GetString().Should().Be("😀");
    }

    [TestMethod]
    public void An_HTML_error_page_is_quoted_by_its_beginning()
    {
        Answer("<html>\r\n<body>\0Busy</body>"u8.ToArray()).Beginning().Should().Be("<html> <body>?Busy</body>");
        new HttpAnswer(HttpStatusCode.OK, new HttpResponseMessage().Headers, null, default)
            .Beginning().Should().BeEmpty();
    }

    private static HttpAnswer Answer(byte[] body) =>
        new(HttpStatusCode.OK, new HttpResponseMessage().Headers, body, default);
}
