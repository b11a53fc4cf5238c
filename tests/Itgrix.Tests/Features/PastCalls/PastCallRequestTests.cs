using System.Text.Json;
using Itgrix.Runtime.Features.PastCalls;

namespace Itgrix.Tests.Features.PastCalls;

[TestClass]
public sealed class PastCallRequestTests
{
    [TestMethod]
    [DataRow("""{"id": ["1.2", "pbx-1763720000.7", "1.2"]}""", "1.2 pbx-1763720000.7")]
    [DataRow("""{"id": "1763720000.10"}""", "1763720000.10")]
    [DataRow("""{"id": 1763720000.10}""", "1763720000.10")]
    public void Ids_come_as_a_list_or_alone_and_none_is_read_twice(string body, string expected)
    {
        var (request, problem) = Read(body);

        problem.Should().BeNull();
        string.Join(' ', request!.Ids).Should().Be(expected);
    }

    [TestMethod]
    public void A_period_is_of_the_servers_time_and_may_have_no_end()
    {
        Read("""{"start_date": "2026-11-20 09:00:00", "end_date": "2026-11-20 09:00:00"}""")
            .Request!.Period.Should().Be(
            new PastPeriod(new(2026, 11, 20, 9, 0, 0), new DateTime(2026, 11, 20, 9, 0, 1)));
        Read("""{"start_date": "2026-11-20"}""").Request!.Period.Should().Be(new PastPeriod(new(2026, 11, 20), null));
    }

    [TestMethod]
    [DataRow("{}", "either id, or start_date")]
    [DataRow("""{"id": []}""", "either id, or start_date")]
    [DataRow("""{"end_date": "2026-11-20 09:00:00"}""", "either id, or start_date")]
    [DataRow("""{"id": "1.2", "start_date": "2026-11-20 09:00:00"}""", "either id, or start_date")]
    [DataRow("""{"id": "1.2", "end_date": "2026-11-20 09:00:00"}""", "either id, or start_date")]
    [DataRow("""{"id": ""}""", "is not a linkedid")]
    [DataRow("""{"id": "1 2"}""", "is not a linkedid")]
    [DataRow("""{"id": "1.2\n"}""", null)]
    [DataRow("""{"id": "1\r\nAction: x"}""", "is not a linkedid")]
    [DataRow("""{"id": {"a": 1}}""", "is no string")]
    [DataRow("""{"id": [null]}""", "is no string")]
    [DataRow("""{"ids": ["1.2"]}""", "'ids' is not known here")]
    [DataRow("""{"start_date": "21.11.2026"}""", "start_date is '21.11.2026': give a time")]
    [DataRow("""{"start_date": "2026-02-30 00:00:00"}""", "start_date is")]
    [DataRow("""{"start_date": "0001-01-01 00:00:00"}""", "start_date is")]
    [DataRow("""{"start_date": "9999-12-31 23:59:59"}""", "start_date is")]
    [DataRow("""{"start_date": "2026-11-20 09:00:00", "end_date": "9999-12-31 23:59:59"}""", "end_date is")]
    [DataRow("""{"start_date": "2026-11-20 09:00:00", "end_date": "2026-11-20 08:59:59"}""",
        "end_date is before start_date")]
    [DataRow("""{"start_date": "2026-11-20 09:00:00", "end_date": ""}""", "end_date is ''")]
    public void An_invalid_past_call_request_is_answered_with_the_fix(string body, string? expected)
    {
        var (request, problem) = Read(body);

        if (expected is null)
            problem.Should().BeNull("space around an id is nothing");
        else
        {
            request.Should().BeNull();
            problem.Should().Contain(expected).And.NotContainAny("\r", "\n");
        }
    }

    [TestMethod]
    public void A_request_with_too_many_call_ids_is_refused() =>
        Read(JsonSerializer.Serialize(new { id = Enumerable.Range(0, 2001).Select(number => $"1.{number}") })).Problem
            .Should().Contain("too many at once");

    private static (PastCallRequest? Request, string? Problem) Read(string body) =>
        PastCallRequest.Read(JsonElement.Parse(body));
}
