namespace Itgrix.Tests.Support;

/// <summary>Timeout of waits in tests: a hang reaches it, a busy machine does not.</summary>
internal static class TestTimeout
{
    /// <summary>The timeout for <c>[Timeout]</c>.</summary>
    public const int Milliseconds = 180_000;

    /// <summary>The timeout of all waits: hooks, processes, requests, connections, states.</summary>
    public static readonly TimeSpan Value = TimeSpan.FromMilliseconds(Milliseconds);

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for a state that no event announces.</summary>
    public static async Task UntilAsync(Func<bool> condition, string what)
    {
        using var limit = new CancellationTokenSource(Value);
        while (!condition())
        {
            limit.IsCancellationRequested.Should().BeFalse(what);
            await Task.Delay(Interval, CancellationToken.None);
        }
    }

    /// <summary>Waits for a state that no event announces, in a test that is not asynchronous.</summary>
    public static void Until(Func<bool> condition, string what) =>
        SpinWait.SpinUntil(condition, Value).Should().BeTrue(what);
}
