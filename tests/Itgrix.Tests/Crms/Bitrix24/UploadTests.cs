using System.Text.Json;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Recordings, which go apart from the request that tells of them.</summary>
[TestClass]
public sealed class UploadTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_is_sent_to_where_the_portal_wants_it()
    {
        await using var portal = await TestPortal.StartAsync();
        File.WriteAllBytes(_folder.File("call.mp3"), Some.Bytes(3_000_000));
        var place = await PlaceAsync(portal);

        var answer = await portal.Client.UploadAsync(place, _folder.File("call.mp3"), portal.Token);

        answer.Result.GetProperty("FILE_ID").GetInt32().Should().BePositive();
        portal.Sandbox.Table("statistic")[0]!["RECORD"]!["SIZE"]!.GetValue<long>().Should().Be(3_000_000);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Trouble_on_the_way_of_a_file_is_told_apart_too()
    {
        await using var portal = await TestPortal.StartAsync();
        var place = await PlaceAsync(portal);
        portal.Sandbox.Faults.Add(new() { Kind = FaultKind.CutAfter, Methods = ["upload"], Times = 1 });
        var file = _folder.Write("call.mp3", "x");

        var upload = portal.Awaiting(one => one.Client.UploadAsync(place, file, one.Token));

        (await upload.Should().ThrowAsync<CrmException>()).Which.Failure.Should().Be(CrmFailure.Lost);
        await portal.Client.UploadAsync(place, file, portal.Token);
        portal.Sandbox.Requests.Count(request => request.Method == "upload").Should().Be(2);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_file_that_is_not_there_is_the_callers_matter()
    {
        await using var portal = await TestPortal.StartAsync();
        var place = await PlaceAsync(portal);

        await portal.Awaiting(one => one.Client.UploadAsync(place, _folder.File("none.mp3"), one.Token)).Should().ThrowAsync<IOException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"uploadUrl": "https://elsewhere.example/rest/upload.json", "fieldName": "file"}""")]
    [DataRow("""{"uploadUrl": "upload.json", "fieldName": "file"}""")]
    [DataRow("""{"uploadUrl": 5, "fieldName": "file"}""")]
    [DataRow("""{"FILE_ID": 5}""")]
    [DataRow("[]")]
    public async Task A_recording_goes_to_nobody_else(string place)
    {
        await using var portal = await TestPortal.StartAsync();
        var file = _folder.Write("call.mp3", "x");

        var upload = portal.Awaiting(one => one.Client.UploadAsync(JsonDocument.Parse(place).RootElement, file, one.Token));

        (await upload.Should().ThrowAsync<CrmException>()).Which.Failure.Should().Be(CrmFailure.Broken);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_token_in_the_address_is_not_told_when_the_portal_refuses()
    {
        await using var portal = await TestPortal.StartAsync();
        var place = JsonDocument.Parse($$"""{"uploadUrl": "{{portal.Sandbox.Address}}rest/upload.json?token=hush", "fieldName": "file"}""").RootElement;

        var upload = portal.Awaiting(one => one.Client.UploadAsync(place, _folder.Write("call.mp3", "x"), one.Token));

        var error = (await upload.Should().ThrowAsync<CrmException>()).Which;
        error.Failure.Should().Be(CrmFailure.Rejected);
        error.ToString().Should().Contain("Wrong upload token").And.NotContain("hush");
    }

    private static async Task<JsonElement> PlaceAsync(TestPortal portal)
    {
        var call = (await portal.CallAsync("telephony.externalcall.register", """{"USER_ID": 1, "PHONE_NUMBER": "12025550123", "TYPE": 2}"""))
            .Result.GetProperty("CALL_ID");
        await portal.CallAsync("telephony.externalcall.finish", $$"""{"CALL_ID": "{{call}}", "USER_ID": 1}""");
        return (await portal.CallAsync("telephony.externalCall.attachRecord", $$"""{"CALL_ID": "{{call}}", "FILENAME": "call.mp3"}""")).Result;
    }
}
