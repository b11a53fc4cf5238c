using System.Text.Json.Nodes;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Bitrix24;

/// <summary>
/// Answers of the simulated portal have every field of the documentation's example, of the same type.
/// </summary>
[TestClass]
public sealed class DocumentedShapeTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("crm-activity-get", "crm.activity.get", """{"id": "ACTIVITY"}""")]
    [DataRow("crm-activity-list", "crm.activity.list",
        """{"order": {"ID": "DESC"}, "filter": {"PROVIDER_ID": "VOXIMPLANT_CALL"}, "select": ["*"]}""")]
    [DataRow("crm-activity-update", "crm.activity.update", """{"id": "ACTIVITY", "fields": {"DESCRIPTION": "d"}}""")]
    [DataRow("crm-company-get", "crm.company.get", """{"ID": "COMPANY"}""")]
    [DataRow("crm-company-list", "crm.company.list", """{"SELECT": ["TITLE", "ASSIGNED_BY_ID", "PHONE"]}""")]
    [DataRow("crm-contact-add", "crm.contact.add", """{"FIELDS": {"NAME": "John"}}""")]
    [DataRow("crm-contact-fields", "crm.contact.fields", "{}")]
    [DataRow("crm-contact-get", "crm.contact.get", """{"ID": 11}""")]
    [DataRow("crm-contact-list", "crm.contact.list",
        """{"select": ["ID", "NAME", "LAST_NAME", "EMAIL", "EXPORT", "ASSIGNED_BY_ID", "DATE_CREATE"]}""")]
    [DataRow("crm-contact-update", "crm.contact.update", """{"ID": 11, "FIELDS": {"NAME": "John"}}""")]
    [DataRow("crm-duplicate-find-by-comm",
        "crm.duplicate.findbycomm", """{"entity_type": "CONTACT", "type": "PHONE", "values": ["12025550123"]}""")]
    [DataRow("crm-lead-add", "crm.lead.add", """{"fields": {"TITLE": "IP Titov"}}""")]
    [DataRow("crm-lead-get", "crm.lead.get", """{"ID": "LEAD"}""")]
    [DataRow("crm-lead-update", "crm.lead.update", """{"id": "LEAD", "fields": {"TITLE": "IP Titov"}}""")]
    [DataRow("tasks-task-add", "tasks.task.add", """{"fields": {"TITLE": "Call back", "RESPONSIBLE_ID": 1}}""")]
    [DataRow("tasks-task-list", "tasks.task.list",
        """{"order": {"DEADLINE": "asc"}, "filter": {">=CREATED_DATE": "2025-10-21", "RESPONSIBLE_ID": 1}}""")]
    [DataRow("telephony-call-attach-transcription",
        "telephony.call.attachTranscription", """{"CALL_ID": "FINISHED", "MESSAGES": []}""")]
    [DataRow("telephony-external-call-attach-record", "telephony.externalCall.attachRecord",
        """{"CALL_ID": "FINISHED", "FILENAME": "c.mp3", "FILE_CONTENT": "SUQz"}""")]
    [DataRow("telephony-external-call-finish",
        "telephony.externalCall.finish", """{"CALL_ID": "OPEN", "USER_ID": 1, "DURATION": 95}""")]
    [DataRow("telephony-external-call-hide", "telephony.externalCall.hide", """{"CALL_ID": "OPEN", "USER_ID": 1}""")]
    [DataRow("telephony-external-call-register", "telephony.externalCall.register",
        """{"USER_ID": 1, "PHONE_NUMBER": "12025550123", "TYPE": 2}""")]
    [DataRow("telephony-external-call-search-crm-entities",
        "telephony.externalCall.searchCrmEntities", """{"PHONE_NUMBER": "12025550123"}""")]
    [DataRow("telephony-external-call-show", "telephony.externalCall.show", """{"CALL_ID": "OPEN", "USER_ID": 1}""")]
    [DataRow(
        "telephony-external-line-add", "telephony.externalLine.add", """{"NUMBER": "14151234567", "NAME": "Main"}""")]
    [DataRow("telephony-external-line-delete", "telephony.externalLine.delete", """{"NUMBER": "LINE"}""")]
    [DataRow("telephony-external-line-get", "telephony.externalLine.get", "{}")]
    [DataRow(
        "telephony-external-line-update", "telephony.externalLine.update", """{"NUMBER": "LINE", "NAME": "Support"}""")]
    [DataRow("user-current", "user.current", "{}")]
    [DataRow("user-get", "user.get", """{"UF_DEPARTMENT": [1], "SORT": "ID", "ORDER": "asc"}""")]
    [DataRow("batch", "batch", """{"halt": 0, "cmd": {"get_user": "user.current", "get_department": "user.get"}}""")]
    public async Task The_answer_has_the_documented_shape(string page, string method, string parameters)
    {
        await using var portal = await TestPortal.StartAsync();
        foreach (var (name, id) in await FillAsync(portal))
            parameters = parameters.Replace($"\"{name}\"", $"\"{id}\"");

        await portal.CallAsync(method, parameters);

        var example = Example(page);
        var answer = portal.Sandbox.Requests[^1].Answer!;
        Missing(example["result"], page == "batch" ? WithUser(answer) : answer, "result").Should().BeEmpty();
    }

    [TestMethod]
    public void Every_page_of_the_examples_with_a_result_is_compared()
    {
        var compared = typeof(DocumentedShapeTests).GetMethod(nameof(The_answer_has_the_documented_shape))!
            .GetCustomAttributes(typeof(DataRowAttribute), false).Cast<DataRowAttribute>()
            .Select(row => (string)row.Data[0]!);
        var pages = Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(page => Examples(page).Any(json => json is JsonObject one && one.ContainsKey("result")));

        compared.Should().BeEquivalentTo(pages);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("crm-contact-add", "crm.contact.add", """{}""")]
    [DataRow("crm-contact-get", "crm.contact.get", """{}""")]
    [DataRow("crm-duplicate-find-by-comm", "crm.duplicate.findbycomm", """{"values": ["1"]}""")]
    [DataRow("crm-lead-get", "crm.lead.get", """{"ID": 99}""")]
    [DataRow("crm-lead-update", "crm.lead.update", """{}""")]
    [DataRow("tasks-task-add", "tasks.task.add", """{"fields": {}}""")]
    [DataRow("tasks-task-list", "tasks.task.list", """{"order": {"DESCRIPTION": "asc"}}""")]
    [DataRow("telephony-call-attach-transcription", "telephony.call.attachTranscription", """{"CALL_ID": "x"}""")]
    [DataRow("telephony-external-call-attach-record", "telephony.externalCall.attachRecord", """{"CALL_ID": "x"}""")]
    [DataRow("telephony-external-call-finish", "telephony.externalCall.finish", """{"CALL_ID": 5, "USER_ID": 1}""")]
    [DataRow("telephony-external-call-register",
        "telephony.externalCall.register", """{"USER_ID": 1, "PHONE_NUMBER": "1", "TYPE": 9}""")]
    [DataRow("telephony-external-call-search-crm-entities", "telephony.externalCall.searchCrmEntities", """{}""")]
    public async Task An_error_is_the_documented_one(string page, string method, string parameters)
    {
        await using var portal = await TestPortal.StartAsync();

        var error = await portal.FailsAsync(method, parameters);

        var example = Examples(page).OfType<JsonObject>().First(json => json.ContainsKey("error"));
        (error.Code, error.Detail).Should().Be(((string)example["error"]!, (string)example["error_description"]!));
    }

    private static string Folder => ProjectFolder.Of("tests", "crm-api", "bitrix24");

    private static IEnumerable<JsonNode?> Examples(string page) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, $"{page}.json")))!["examples"]!.AsArray()
            .Select(one => one!["json"]);

    private static JsonObject Example(string page) =>
        Examples(page).OfType<JsonObject>().First(json => json.ContainsKey("result"));

    // The example's departments are not part of a telephony connector: its users stand in for them.
    private static JsonNode WithUser(JsonNode batch)
    {
        var copy = batch.DeepClone();
        foreach (var name in new[] { "ID", "NAME", "SORT" })
            copy["result"]!["get_department"]![0]![name] ??= name == "SORT" ? 500 : "";
        return copy;
    }

    // One of each, and their ids.
    private static async Task<Dictionary<string, string>> FillAsync(TestPortal portal)
    {
        var lead = await portal.CallAsync(
            "crm.lead.add", """{"fields": {"TITLE": "t", "PHONE": [{"VALUE": "1"}], "IM": [{"VALUE": "i"}]}}""");
        var company = await portal.CallAsync(
            "crm.company.add", """{"fields": {"TITLE": "t", "PHONE": [{"VALUE": "2"}]}}""");
        var ids = new Dictionary<string, string>
        {
            ["LEAD"] = $"{lead.Result}", ["COMPANY"] = $"{company.Result}", ["LINE"] = "1",
        };
        await portal.CallAsync("crm.contact.update", """{"ID": 11, "fields": {"EMAIL": [{"VALUE": "a@b"}]}}""");
        await portal.CallAsync("telephony.externalLine.add", """{"NUMBER": "1"}""");
        await portal.CallAsync(
            "tasks.task.add", """{"fields": {"TITLE": "t", "RESPONSIBLE_ID": 1, "DEADLINE": "2025-12-31T23:59:59"}}""");
        foreach (var name in new[] { "FINISHED", "OPEN" })
            ids[name] = (await portal.CallAsync("telephony.externalCall.register",
                $$"""{"USER_ID": 1, "PHONE_NUMBER": "12025550123", "TYPE": 1, "EXTERNAL_CALL_ID": "{{name}}"}"""))
                    .Result.GetProperty("CALL_ID").GetString()!;
        var finished = await portal.CallAsync(
            "telephony.externalCall.finish", $$"""{"CALL_ID": "{{ids["FINISHED"]}}", "USER_ID": 1}""");
        ids["ACTIVITY"] = $"{finished.Result.GetProperty("CRM_ACTIVITY_ID")}";
        return ids;
    }

    private static IEnumerable<string> Missing(JsonNode? expected, JsonNode? found, string path) =>
        (expected, found) switch
    {
        (null, _) or (_, null) => [],
        (JsonObject fields, JsonObject own) =>
            fields.Where(field => !field.Key.StartsWith("UF_CRM_") && !field.Key.StartsWith("PARENT_ID_"))
            .SelectMany(field => own.ContainsKey(field.Key)
                ? Missing(field.Value, own[field.Key], $"{path}.{field.Key}") : [$"{path}.{field.Key} is missing"]),
        (JsonArray { Count: > 0 } items, JsonArray { Count: > 0 } own) => Missing(items[0], own[0], $"{path}[0]"),
        // PHP's empty object is a list.
        (JsonArray { Count: 0 }, JsonObject) or (JsonObject, JsonArray { Count: 0 }) => [],
        _ => Kind(expected) == Kind(found) ? [] : [$"{path} is {Kind(found)}, not {Kind(expected)}"],
    };

    private static string Kind(JsonNode? node) =>
        $"{node!.GetValueKind()}".Replace("True", "Boolean").Replace("False", "Boolean");
}
