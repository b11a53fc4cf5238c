using System.Text.Json;
using Itgrix.Runtime.Hooks.Php;

namespace Itgrix.Tests.Hooks.Php;

/// <summary>What the self-test of PHP workers reports.</summary>
[TestClass]
public sealed class PhpProbeTests
{
    [TestMethod]
    public void A_different_environment_is_reported_by_its_names_alone()
    {
        var byProcess = Probe("""{"PATH": "/bin", "TOKEN": "hush", "ONLY_PHP": "hush"}""");
        var byWorker = Probe("""{"PATH": "/bin", "TOKEN": "shush", "ONLY_CGI": "hush"}""");

        byProcess.Problem(byWorker).Should()
            .Be("the self-test found another 'environment' in it: TOKEN, ONLY_PHP, ONLY_CGI");
        byProcess.Problem(byProcess).Should().BeNull();
    }

    [TestMethod]
    public void Another_difference_is_reported_with_both_values()
    {
        Probe("""["/a"]""").Problem(Probe("""["/b"]""")).Should()
            .Be("""the self-test found another 'environment' in it: ["/a"] by php, ["/b"] by php-cgi""");
    }

    private static PhpProbe Probe(string environment) =>
        new(JsonElement.Parse($$$"""{"version": "8.2", "same": {"environment": {{{environment}}}}}"""));
}
