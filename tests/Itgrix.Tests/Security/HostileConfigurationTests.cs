using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Security;

/// <summary>Configurations that would break their reader, or block it forever.</summary>
[TestClass]
public sealed class HostileConfigurationTests
{
    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("""{"numbers": {"local_patterns": "\ud800"}}""", "not valid Unicode")]
    [DataRow("""{"\udc00": 1}""", "not valid Unicode")]
    [DataRow("""{"customizer": {"folders": ["a\u0000b"]}}""", "customizer.folders has")]
    [DataRow("""{"asterisk": {"ami": {"user": "a", "secret": {"file": "/dev/zero"}}}}""", "/dev/zero is not a file")]
    [DataRow("""{"asterisk": {"ami": {"user": "a", "secret": {"file": "/"}}}}""", "/ is not a file")]
    [DataRow("""{"http": {"certificate": "/dev/zero"}}""", "/dev/zero is not a file")]
    [DataRow("""{"http": {"certificate": "config.json", "key": "/dev/zero"}}""", "/dev/zero is not a file")]
    public void Hostile_values_in_a_configuration_are_reported_as_its_mistakes(string config, string mistake)
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("config.json", config);

        FluentActions.Invoking(() => ItgrixConfig.Load(file))
            .Should().Throw<ConfigException>().WithMessage($"*{mistake}*");
    }
}
