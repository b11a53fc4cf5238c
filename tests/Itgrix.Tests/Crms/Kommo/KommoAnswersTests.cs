using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Tests.Crms.Kommo;

[TestClass]
public sealed class KommoAnswersTests
{
    private static readonly KommoRequest Request = new(HttpMethod.Get, "/api/v4/contacts?query=12025550123");

    [TestMethod]
    [DataRow("""{"_embedded": {"contacts": 7}}""")]
    [DataRow("""{"_embedded": []}""")]
    [DataRow("""{"_embedded": {"contacts": [7, null, {"id": {}, "custom_fields_values": [{"field_code": "PHONE","""
        + """ "values": [7, {"value": []}]}]}]}}""")]
    public void An_answer_of_any_shape_is_read_without_an_exception(string body)
    {
        var contacts = KommoAnswers.Read(Request, Answer(200, body)).Embedded("contacts");

        contacts.SelectMany(PhoneField.NumbersOf).Should().BeEmpty();
        contacts.Where(one => one.Number("id") is not null).Should().BeEmpty();
        PhoneField.Find(contacts).Should().BeNull();
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("7")]
    [DataRow("")]
    [DataRow("<html>")]
    [DataRow("{\"a\": ")]
    [DataRow("""{"_embedded": {"contacts": [{"name": "\ud800"}]}}""")]
    public void A_body_that_is_not_an_object_is_not_an_answer(string body)
    {
        FluentActions.Invoking(() => KommoAnswers.Read(Request, Answer(200, body)))
            .Should().Throw<CrmException>().Which.Failure.Should().Be(CrmFailure.Broken);
    }

    [TestMethod]
    [DataRow(400, """{"title": "Bad", "detail": "Wrong", "hint": "Look"}""", "Bad, Wrong, Look")]
    [DataRow(400, """{"validation-errors": [{"errors": [{"code": "C", "path": "a.b", "detail": "D"}]}]}""",
        "a.b, D, C")]
    [DataRow(400, """{"errors": [{"title": "Entity not found", "code": 263}]}""", "Entity not found, 263")]
    [DataRow(400, """{"title": {"a": 1}, "validation-errors": 5, "errors": "x"}""", "no reason is given")]
    [DataRow(500, "<html>\u0007Long page</html>", "a page or text instead of data")]
    [DataRow(403, """{"title": "Forbidden"}""", "rights")]
    public void A_failure_contains_the_message_of_the_CRM(int status, string body, string expected)
    {
        var error = FluentActions.Invoking(() => KommoAnswers.Read(Request, Answer(status, body))).Should()
            .Throw<CrmException>().Which;

        error.Message.Should().StartWith($"GET /api/v4/contacts: Kommo answered {status}: ").And.Contain(expected);
        error.Message.Should().NotContain("2025550123");
    }

    [TestMethod]
    [DataRow(400, """{"title": "Bad Request", "status": 400, "detail": "Код ошибки 244. В случае повторного"}""",
        "Forbidden")]
    [DataRow(400, """{"response": {"error": "Error code 244.", "error_code": 244}}""", "Forbidden")]
    [DataRow(400, """{"response": {"error": "Error code 104.", "error_code": "104"}}""", "Rejected")]
    [DataRow(403, """{"response": {"error": "Access from this address", "error_code": "113"}}""", "Unauthorized")]
    [DataRow(401, """{"response": {"error": "captcha", "error_code": 111}}""", "Unauthorized")]
    [DataRow(401, """{"title": "Unauthorized", "status": 401, "detail": "The user is switched off (error 112)"}""",
        "Unauthorized")]
    [DataRow(401, "", "Unauthorized")]
    [DataRow(403, """{"title": "Forbidden", "status": 403}""", "Forbidden")]
    [DataRow(404, """{"title": "Not Found", "status": 404}""", "Rejected")]
    [DataRow(405, """{"title": "Method Not Allowed", "status": 405}""", "Rejected")]
    [DataRow(422, """{"title": "Unprocessable", "detail": ""}""", "Rejected")]
    [DataRow(408, "", "TimedOut")]
    [DataRow(429, "", "RateLimited")]
    [DataRow(500, """{"title": "Internal Server Error"}""", "ServerError")]
    [DataRow(502, "<html>Bad Gateway</html>", "ServerError")]
    [DataRow(504, "<html>Gateway Time-out</html>", "ServerError")]
    [DataRow(301, "", "Unauthorized")]
    [DataRow(200, "\uFEFF<html>", "Broken")]
    public void An_answer_means_what_the_CRM_means_by_it(int status, string body, string expected) =>
        $"{FluentActions.Invoking(() => KommoAnswers.Read(Request, Answer(status, body))).Should()
            .Throw<CrmException>().Which.Failure}".Should().Be(expected);

    [TestMethod]
    public void A_byte_order_mark_before_an_answer_is_ignored() =>
        KommoAnswers.Read(Request, Answer(200, "\uFEFF{\"id\": 7}")).Number("id").Should().Be(7);

    [TestMethod]
    public void A_very_long_reason_is_cut()
    {
        var body = new JsonObject { ["detail"] = new string('x', 100_000) }.ToJsonString();

        KommoAnswers.Failure(Request, Answer(400, body)).Message.Length.Should().BeLessThan(600);
    }

    private static HttpAnswer Answer(int status, string body)
    {
        using var response = new HttpResponseMessage();
        return new((HttpStatusCode)status, response.Headers, Encoding.UTF8.GetBytes(body), TimeSpan.Zero);
    }
}
