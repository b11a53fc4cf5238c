using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Sandbox.Kommo;

/// <summary>Requests and answers of the simulated account have the documented shapes.</summary>
[TestClass]
public sealed class KommoShapesTests
{
    private const int Limit = TestTimeout.Milliseconds;

    private static readonly OpenApi Documented = new(ProjectFolder.Of("tests", "crm-api", "kommo", "openapi.yaml"));

    private KommoLab _lab = null!;
    private KommoApiClient _client = null!;

    [TestInitialize]
    public async Task Start()
    {
        _lab = await KommoLab.StartAsync();
        _client = _lab.Client(_lab.LongLived);
        var lead = new JsonObject { ["name"] = "Deal",
            ["_embedded"] = new JsonObject { ["contacts"] = new JsonArray(new JsonObject { ["id"] = 1001 }) } };
        await _client.PostAsync("/api/v4/leads", new JsonArray(lead), default);
        await _client.PostAsync("/api/v4/companies", new JsonArray(new JsonObject { ["name"] = "Company" }), default);
    }

    [TestCleanup]
    public async Task Clean() => await _lab.DisposeAsync();

    [TestMethod]
    [Timeout(Limit)]
    [DataRow("/api/v4/account", "/api/v4/account", "id,name,subdomain,current_user_id,_links")]
    [DataRow("/api/v4/users", "/api/v4/users",
        "_page,_links,_embedded.users.0.id,_embedded.users.0.email,_embedded.users.0.rights.is_active")]
    [DataRow("/api/v4/contacts?query=2025550123&with=leads", "/api/v4/contacts",
        "_page,_links,_embedded.contacts.0.custom_fields_values.0.values.0.value,"
        + "_embedded.contacts.0._embedded.leads.0.id")]
    [DataRow("/api/v4/contacts/1001?with=leads", "/api/v4/contacts/{id}",
        "id,name,responsible_user_id,created_at,updated_at,account_id,_embedded.tags,"
        + "_embedded.leads.0.id,_links.self.href")]
    [DataRow("/api/v4/leads/1002?with=contacts", "/api/v4/leads/{id}",
        "id,price,status_id,pipeline_id,is_deleted,_embedded.contacts.0.id,_embedded.companies")]
    [DataRow("/api/v4/leads", "/api/v4/leads", "_embedded.leads.0.id")]
    [DataRow("/api/v4/companies", "/api/v4/companies", "_embedded.companies.0.id")]
    [DataRow("/api/v4/companies/1003", "/api/v4/companies/{id}", "id,name,responsible_user_id,account_id")]
    [DataRow("/api/v4/leads/pipelines", "/api/v4/leads/pipelines", "_embedded.pipelines.0._embedded.statuses.0.id")]
    [DataRow("/api/v4/contacts/custom_fields", "/api/v4/{entity_type}/custom_fields",
        "_page,_embedded.custom_fields.0.code,_embedded.custom_fields.0.enums.0.value")]
    public async Task Answers_of_the_simulated_account_have_the_documented_shape(
        string path, string template, string present)
    {
        var answer = await _client.GetAsync(path, default);

        Documented.OfAnswer("GET", template, answer).Should().BeEmpty();
        Present(answer, present);
    }

    [TestMethod]
    [Timeout(Limit)]
    [DataRow("POST", "/api/v4/contacts", "/api/v4/contacts",
        """[{"name": "A", "custom_fields_values": [{"field_code": "PHONE", """
        + """ "values": [{"value": "+1202", "enum_code": "WORK"}]}], "tags_to_add": [{"name": "Itgrix"}]}]""",
        "_links,_embedded.contacts.0.id,_embedded.contacts.0.request_id,_embedded.contacts.0._links")]
    [DataRow("PATCH", "/api/v4/contacts", "/api/v4/contacts", """[{"id": 1001, "name": "B"}]""",
        "_embedded.contacts.0.id,_embedded.contacts.0.updated_at")]
    [DataRow("POST", "/api/v4/leads", "/api/v4/leads",
        """[{"name": "A", "pipeline_id": 801, "_embedded": {"tags": [{"name": "Itgrix"}]}}]""",
        "_embedded.leads.0.id,_embedded.leads.0.request_id")]
    [DataRow("PATCH", "/api/v4/leads", "/api/v4/leads", """[{"id": 1002, "price": 5}]""",
        "_embedded.leads.0.updated_at")]
    [DataRow("POST", "/api/v4/companies", "/api/v4/companies", """[{"name": "A"}]""", "_embedded.companies.0.id")]
    [DataRow("PATCH", "/api/v4/companies", "/api/v4/companies", """[{"id": 1003, "name": "B"}]""",
        "_embedded.companies.0.updated_at")]
    [DataRow("POST", "/api/v4/calls", "/api/v4/calls",
        """[{"direction": "inbound", "duration": 5, "source": "itgrix_amo", "phone": "+12025550123","""
        + """ "uniq": "1.1", "call_status": 4}]""",
        "_total_items,errors,_embedded.calls.0.id,_embedded.calls.0.entity_id,"
        + "_embedded.calls.0.entity_type,_embedded.calls.0.account_id,"
        + "_embedded.calls.0.request_id,_embedded.calls.0._embedded.entity.id")]
    [DataRow("POST", "/api/v4/tasks", "/api/v4/tasks",
        """[{"text": "Call back", "complete_till": 1700000000, "entity_id": 1001, "entity_type":"""
        + """ "contacts", "task_type_id": 1}]""",
        "_embedded.tasks.0.id,_embedded.tasks.0.request_id")]
    [DataRow("POST", "/api/v4/contacts/1001/notes", "/api/v4/{entity_type}/{entity_id}/notes",
        """[{"note_type": "common", "params": {"text": "Hello"}}]""",
            "_embedded.notes.0.id,_embedded.notes.0.entity_id")]
    public async Task Requests_to_the_simulated_account_have_the_documented_shape(
        string method, string path, string template, string body, string present)
    {
        var sent = JsonNode.Parse(body)!;
        var answer = method == "POST" ? await _client.PostAsync(path, sent, default)
            : await _client.PatchAsync(path, sent, default);

        Documented.OfRequest(method, template, JsonDocument.Parse(body).RootElement).Should().BeEmpty();
        Documented.OfAnswer(method, template, answer).Should().BeEmpty();
        Present(answer, present);
    }

    [TestMethod]
    [Timeout(Limit)]
    public async Task Unsorted_calls_are_answered_like_unsorted_forms()
    {
        var sample = JsonNode.Parse(await File.ReadAllTextAsync(
            ProjectFolder.Of("customizations", "samples", "kommo", "process_unsorted_creation_params.json")))!;
        var sent = (JsonObject)Fields(sample);
        var unsorted = sent.DeepClone().AsObject();
        unsorted["pipeline_id"] = 801;
        unsorted["_embedded"] = new JsonObject
        {
            ["contacts"] = new JsonArray(new JsonObject { ["name"] = "New" }),
                ["leads"] = new JsonArray(new JsonObject { ["name"] = "Call" }),
        };

        var answer = await _client.PostAsync("/api/v4/leads/unsorted/sip", new JsonArray(unsorted), default);

        Documented.OfAnswer("POST", "/api/v4/leads/unsorted/forms", answer).Should().BeEmpty();
        Present(answer,
            "_total_items,_embedded.unsorted.0.uid,_embedded.unsorted.0._embedded.contacts.0.id,"
            + "_embedded.unsorted.0._embedded.leads.0.id");
    }

    [TestMethod]
    public void The_check_of_shapes_finds_an_undocumented_answer()
    {
        Check("""{"id": "7"}""").Should().Equal("$.id is String, not integer");
        Check("""{"_embedded": {"tags": {}}}""").Should().Equal("$._embedded.tags is Object, not array");
        Check("""{"custom_fields_values": [{"field_id": 1}]}""").Should()
            .Equal("$.custom_fields_values[0].values is missing");
        Check("[]").Should().Equal("$ is Array, not object");
        Documented.OfRequest("POST", "/api/v4/calls", Json("""[{"direction": "in", "duration": 5.5, "source": "s"}]"""))
            .Should().BeEquivalentTo("$[0].phone is missing", "$[0].duration is Number, not integer");

        IReadOnlyList<string> Check(string json) => Documented.OfAnswer("GET", "/api/v4/contacts/{id}", Json(json));
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    // A sample may have the hook's own frame around the fields.
    private static JsonNode Fields(JsonNode sample)
    {
        var fields = (sample["params"] ?? sample).DeepClone().AsObject();
        fields.Remove("call_full");
        return fields;
    }

    private static void Present(JsonElement answer, string paths)
    {
        var node = JsonNode.Parse(answer.GetRawText())!;
        foreach (var path in paths.Split(','))
        {
            var found = path.Split('.').Aggregate<string, JsonNode?>(node, (at, name) =>
                int.TryParse(name, out var index) ? (at as JsonArray)?.ElementAtOrDefault(index)
                    : (at as JsonObject)?[name]);
            found.Should().NotBeNull($"{path} is expected in {answer}");
        }
    }
}
