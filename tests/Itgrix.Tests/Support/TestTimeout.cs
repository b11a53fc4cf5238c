namespace Itgrix.Tests.Support;

/// <summary>How long tests wait for what has to happen: a limit that a hang reaches, and a busy machine does not.</summary>
internal static class TestTimeout
{
    /// <summary>The limit as <c>[Timeout]</c> takes it.</summary>
    public const int Milliseconds = 180_000;

    /// <summary>The limit of everything that is awaited: hooks, processes, requests, connections, states.</summary>
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
