using System.Collections.Concurrent;

namespace Itgrix.Tests.Support;

/// <summary>
/// Asterisk's programs, installed on first use. Debian's sid moves: some days a version can't be had.
/// </summary>
internal static class AsteriskInstallation
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string?>>> Problems = new();

    /// <summary>
    /// Returns when the version is installed. When it is unavailable, but the other one is available, the test is
    /// inconclusive with the reason; when neither is, it fails.
    /// </summary>
    public static async Task Require(string version, CancellationToken cancellation)
    {
        if (await ProblemOf(version).WaitAsync(cancellation) is not { } problem)
            return;
        var other = (version == AsteriskFlavor.Newest.Version ? AsteriskFlavor.Old : AsteriskFlavor.Newest).Version;
        if (await ProblemOf(other).WaitAsync(cancellation) is { } second)
            Assert.Fail($"No Asterisk to test with. {problem} {second}");
        Assert.Inconclusive($"Not tested with Asterisk {version}, only with {other}. {problem}");
    }

    private static Task<string?> ProblemOf(string version) =>
        Problems.GetOrAdd(version, _ => new(() => Install(version))).Value;

    private static async Task<string?> Install(string version)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var environment = new Dictionary<string, string> { ["AST_VERSION"] = version };
            var install = await AsteriskKit.Run("install.sh", [], environment, limit.Token);
            return install.ExitCode == 0 ? null : $"tests/asterisk/install.sh failed: {install.Errors.Trim()}";
        }
        catch (OperationCanceledException)
        {
            return $"tests/asterisk/install.sh of version {version} took longer than {Limit.TotalMinutes} minutes.";
        }
    }
}
