using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Answers as portals and the servers before them give them, and what becomes of the request.</summary>
[TestClass]
public sealed class FieldAnswerTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow(200, """{"result":{"CALL_ID":"1"},"time":{}}""", "Done")]
    [DataRow(200, """{"result":true,"error":""}""", "Done")]
    [DataRow(200, """{"result":[],"error":false}""", "Done")]
    [DataRow(200, """{"result":[],"error":0,"error_description":""}""", "Done")]
    [DataRow(200, """{"result":[],"error":[]}""", "Done")]
    [DataRow(201, """{"result":7}""", "Done")]
    [DataRow(200, "\uFEFF{\"result\":7}", "Done")]
    [DataRow(200, "\uFEFF\uFEFF{\"result\":7}", "Done")]
    [DataRow(200, """{"result":[],"error":"0","error_description":"Task not found"}""", "Rejected")]
    [DataRow(200, """{"error":"QUERY_LIMIT_EXCEEDED","error_description":"Too many requests"}""", "RateLimited")]
    [DataRow(429, """{"error":"OPERATION_TIME_LIMIT","error_description":"Method is blocked"}""", "RateLimited")]
    [DataRow(503, """{"error":"OVERLOAD_LIMIT","error_description":"REST API is blocked due to overload."}""",
        "Unauthorized")]
    [DataRow(401, """{"error":"expired_token","error_description":"The access token provided has expired."}""",
        "Unauthorized")]
    [DataRow(401, """{"error":"invalid_token","error_description":"Unable to get application by token"}""",
        "Unauthorized")]
    [DataRow(401, """{"error":"INVALID_CREDENTIALS","error_description":"Invalid request credentials"}""",
        "Unauthorized")]
    [DataRow(401, """{"error":"authorization_error","error_description":"Unable to authorize user"}""",
        "Unauthorized")]
    [DataRow(401, """{"error":"ERROR_OAUTH","error_description":"Application not installed"}""", "Unauthorized")]
    [DataRow(402, """{"error":"PAYMENT_REQUIRED","error_description":"Payment required"}""", "Unauthorized")]
    [DataRow(402, """{"error":"","error_description":""}""", "Unauthorized")]
    [DataRow(402, "<html>Payment Required</html>", "Unauthorized")]
    [DataRow(403, """{"error":"insufficient_scope","error_description":"It requires higher privileges"}""",
        "Forbidden")]
    [DataRow(403, """{"error":"ACCESS_DENIED","error_description":"REST API is available only on commercial plans."}""",
        "Unauthorized")]
    [DataRow(403, "<html><title>403 Forbidden</title>nginx</html>", "Unauthorized")]
    [DataRow(404, """{"error":"ERROR_METHOD_NOT_FOUND","error_description":"Method not found!"}""", "Forbidden")]
    [DataRow(400, """{"error":"","error_description":"Not found"}""", "Rejected")]
    [DataRow(400, """{"error":"ERROR_CORE","error_description":"TASKS_ERROR_EXCEPTION_#256"}""", "Rejected")]
    [DataRow(400, """{"error":{"code":"BITRIX_REST_V3_EXCEPTION_ENTITYNOTFOUNDEXCEPTION","message":"gone"}}""",
        "Rejected")]
    [DataRow(401, """{"error":{"code":"expired_token","message":"The access token has expired"}}""", "Unauthorized")]
    [DataRow(400, """{"error":"ERROR_CORE","error_description":"Mysql query error: (1205) timeout"}""",
        "ServerError")]
    [DataRow(500, """{"error":"INTERNAL_SERVER_ERROR","error_description":"Internal server error"}""", "ServerError")]
    [DataRow(500, "", "ServerError")]
    [DataRow(502, "<html>502 Bad Gateway</html>", "ServerError")]
    [DataRow(504, "<html>504 Gateway Time-out</html>", "ServerError")]
    [DataRow(524, "error code: 524", "ServerError")]
    [DataRow(408, "", "TimedOut")]
    [DataRow(413, "<html>413 Request Entity Too Large</html>", "Rejected")]
    [DataRow(429, "<html>Too Many Requests</html>", "RateLimited")]
    [DataRow(200, "<html>Log in</html>", "Broken")]
    [DataRow(200, "", "Broken")]
    [DataRow(200, """{"result":{"CALL_ID":"1""", "Broken")]
    [DataRow(200, "[]", "Broken")]
    public Task An_answer_means_what_the_portal_means_by_it(int status, string body, string expected) =>
        ShouldMeanAsync(status, body, expected, (client, token) => client.CallAsync("any.method", [], token));

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"result":[]}""", "Broken")]
    [DataRow("""{"result":false}""", "Broken")]
    [DataRow("""{"result":{"CALL_ID":""}}""", "Broken")]
    [DataRow("""{"result":{"CALL_ID":"externalCall.1","CRM_ENTITY_ID":false}}""", "Done")]
    public Task A_registration_without_a_call_is_none(string body, string expected) =>
        ShouldMeanAsync(200, body, expected, async (client, token) =>
        {
            await using var transport = new Bitrix24Transport(client);
            await transport.SendAsync("telephony.externalcall.register", [], outcomeUnknown: false, token);
        });

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"result":{"1":{"ID":"1","ACTIVE":true},"3":{"ID":3,"ACTIVE":"Y"}}}""", 2)]
    [DataRow("""{"result":[{"ID":"1"},{"ID":"2","ACTIVE":"N"},{"ID":3,"ACTIVE":"0"},{"ID":4,"ACTIVE":false}]}""", 1)]
    [DataRow("""{"result":[{"ID":"1","UF_PHONE_INNER":false,"NAME":null},{"ID":0},{"ID":""},[]]}""", 1)]
    public Task Employees_are_read_in_whatever_form_PHP_writes_them(string body, int active) =>
        ShouldMeanAsync(200, body, "Done", async (client, token) =>
        {
            using var users = new Bitrix24Users(client, TimeProvider.System);
            await users.RefreshAsync(token);
            users.UserCount.Should().Be(active);
        });

    private static async Task ShouldMeanAsync(
        int status, string body, string expected, Func<Bitrix24ApiClient, CancellationToken, Task> send)
    {
        using var limit = new CancellationTokenSource(TestTimeout.Value);
        await using var server = await ConnectorHttp.StartAsync(new() { Port = 0 }, _ => { },
            routes => routes.MapAnswer("/rest/{**path}", [HttpMethods.Post],
                _ => Task.FromResult(Results.Text(body, "application/json", statusCode: status)))
                .AllowAnonymous("it is the portal of a test"), limit.Token);
        await using var client = new Bitrix24ApiClient(new()
            { Webhook = new($"{server.Address}rest/1/hush/"), RequestsPerSecond = 1e6, Burst = 1_000_000 });

        var meant = "Done";
        try
        {
            await send(client, limit.Token);
        }
        catch (CrmException error)
        {
            meant = $"{error.Failure}";
        }

        meant.Should().Be(expected);
    }
}
