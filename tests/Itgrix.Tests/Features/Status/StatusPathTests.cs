using System.Text.Json.Nodes;
using Itgrix.Runtime.Features.Status;

namespace Itgrix.Tests.Features.Status;

[TestClass]
public sealed class StatusPathTests
{
    private static readonly JsonNode Root = JsonNode.Parse("""
        {"app": {"crm": {"bitrix24": {"methods": {"crm.lead": 1, "crm.lead.add": 2}}}, "none": null,
         "list": [{"a": 3}]}, "app_state": ""}
        """)!;

    [TestMethod]
    [DataRow("app.crm.bitrix24.methods.crm.lead", "1")]
    [DataRow("app.crm.bitrix24.methods.crm.lead.add", "2")]
    [DataRow("app.crm.bitrix24", """{"methods":{"crm.lead":1,"crm.lead.add":2}}""")]
    [DataRow("app.list.0.a", "3")]
    [DataRow("app.none", null)]
    [DataRow("app_state", "\"\"")]
    public void An_element_of_the_status_is_found_by_its_path(string path, string? expected)
    {
        var (isFound, element, _) = StatusPath.Find(Root, path);

        isFound.Should().BeTrue();
        element?.ToJsonString().Should().Be(expected);
    }

    [TestMethod]
    [DataRow("app.crm.kommo", "bitrix24")]
    [DataRow("ap", "app_state,app")]
    [DataRow("app.list.1", "0")]
    [DataRow(".", "app_state,app")]
    [DataRow("app_state.x", "")]
    public void An_unknown_status_path_is_answered_with_the_known_names(string path, string known)
    {
        var found = StatusPath.Find(Root, path);

        found.IsFound.Should().BeFalse();
        found.Known.Should().BeEquivalentTo(known.Split(',', StringSplitOptions.RemoveEmptyEntries));
    }
}
