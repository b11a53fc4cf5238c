using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Logging;

/// <summary>The <c>log</c> section of the configuration.</summary>
[TestClass]
public sealed class LogOptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [TestMethod]
    [DataRow("{}", "Info")]
    [DataRow("""{"log": {}}""", "Info")]
    [DataRow("""{"log": {"level": "trace"}}""", "Trace")]
    [DataRow("""{"log": {"level": "debug"}}""", "Debug")]
    [DataRow("""{"log": {"level": "info"}}""", "Info")]
    [DataRow("""{"log": {"level": "warn"}}""", "Warn")]
    [DataRow("""{"log": {"level": "error"}}""", "Error")]
    public void The_level_is_the_one_that_is_given_else_info(string config, string level) =>
        $"{Load(config).Log.Level}".Should().Be(level);

    [TestMethod]
    [DataRow("""{"log": {"level": "verbose"}}""",
        "log.level is \"verbose\": give \"trace\" or \"debug\" or \"info\" or \"warn\" or \"error\".")]
    [DataRow("""{"log": {"level": "Debug"}}""", "log.level is \"Debug\": give \"trace\" or")]
    [DataRow("""{"log": {"level": 1}}""", "log.level is 1: give \"trace\" or")]
    [DataRow("""{"log": {"level": null}}""", "log.level is null: give \"trace\" or")]
    [DataRow("""{"log": "debug"}""", "log is \"debug\": give an object { ... }.")]
    [DataRow("""{"log": {"levl": "debug"}}""",
        "log.levl is not known here: did you mean level? Known: file, file_keep, file_max_mb, level, times.")]
    public void A_mistake_is_reported_with_its_fix(string config, string mistake) =>
        FluentActions.Invoking(() => Load(config)).Should().Throw<ConfigException>().WithMessage($"*{mistake}*");

    private ItgrixConfig Load(string config) => ItgrixConfig.Load(_folder.Write("config.json", config));
}
