using System.Text.Json;
using Itgrix.Runtime.Outbox;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Bitrix24;

/// <summary>Uploads of recordings, which are separate from the request that announces them.</summary>
[TestClass]
public sealed class UploadTests
{
    private readonly TemporaryFolder _folder = new();

    [TestCleanup]
    public void Clean() => _folder.Dispose();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_recording_is_uploaded_to_the_address_from_the_portal()
    {
        await using var portal = await TestPortal.StartAsync();
        File.WriteAllBytes(_folder.File("call.mp3"), Some.Bytes(3_000_000));
        var place = await PlaceAsync(portal);

        var answer = await portal.Client.UploadAsync(place, _folder.File("call.mp3"), portal.Token);

        answer.Result.GetProperty("FILE_ID").GetInt32().Should().BePositive();
        portal.Sandbox.Table("statistic")[0]!["RECORD"]!["SIZE"]!.GetValue<long>().Should().Be(3_000_000);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task Failures_of_an_upload_are_distinguished()
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
    public async Task A_missing_file_is_an_error_for_the_caller()
    {
        await using var portal = await TestPortal.StartAsync();
        var place = await PlaceAsync(portal);

        await portal.Awaiting(one => one.Client.UploadAsync(place, _folder.File("none.mp3"), one.Token))
            .Should().ThrowAsync<IOException>();
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"uploadUrl": "https://elsewhere.example/rest/upload.json", "fieldName": "file"}""")]
    [DataRow("""{"uploadUrl": "upload.json", "fieldName": "file"}""")]
    [DataRow("""{"uploadUrl": 5, "fieldName": "file"}""")]
    [DataRow("""{"FILE_ID": 5}""")]
    [DataRow("[]")]
    public async Task A_recording_is_not_uploaded_to_another_host(string place)
    {
        await using var portal = await TestPortal.StartAsync();
        var file = _folder.Write("call.mp3", "x");

        var upload = portal.Awaiting(
            one => one.Client.UploadAsync(JsonDocument.Parse(place).RootElement, file, one.Token));

        (await upload.Should().ThrowAsync<CrmException>()).Which.Failure.Should().Be(CrmFailure.Broken);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    public async Task A_token_in_the_upload_address_is_hidden_in_errors()
    {
        await using var portal = await TestPortal.StartAsync();
        var place = JsonDocument.Parse(
            $$"""{"uploadUrl": "{{portal.Sandbox.Address}}rest/upload.json?token=hush", "fieldName": "file"}""")
            .RootElement;

        var upload = portal.Awaiting(one => one.Client.UploadAsync(place, _folder.Write("call.mp3", "x"), one.Token));

        var error = (await upload.Should().ThrowAsync<CrmException>()).Which;
        error.Failure.Should().Be(CrmFailure.Rejected);
        error.ToString().Should().Contain("Wrong upload token").And.NotContain("hush");
    }

    private static async Task<JsonElement> PlaceAsync(TestPortal portal)
    {
        var call = (await portal.CallAsync(
            "telephony.externalcall.register", """{"USER_ID": 1, "PHONE_NUMBER": "12025550123", "TYPE": 2}"""))
            .Result.GetProperty("CALL_ID");
        await portal.CallAsync("telephony.externalcall.finish", $$"""{"CALL_ID": "{{call}}", "USER_ID": 1}""");
        return (await portal.CallAsync(
            "telephony.externalCall.attachRecord", $$"""{"CALL_ID": "{{call}}", "FILENAME": "call.mp3"}""")).Result;
    }
}
