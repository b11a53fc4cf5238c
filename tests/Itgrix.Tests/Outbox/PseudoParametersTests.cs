using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Tests.Outbox;

[TestClass]
public sealed class PseudoParametersTests
{
    [TestMethod]
    public void Pseudo_parameters_of_requests_stored_by_earlier_versions_are_not_sent()
    {
        var stored = JsonNode.Parse(
            """{"TITLE": "a", "$file": "/a.wav", "$mark": "Call 1.1", "$made": 1763720000, "$known":"""
            + """ true, "$tag": 1}""")!
            .AsObject();

        var sent = PseudoParameters.Without(stored);

        sent.ToJsonString().Should().Be("""{"TITLE":"a","$tag":1}""");
        stored.Should().HaveCount(6, "the stored request is unchanged");
    }
}
