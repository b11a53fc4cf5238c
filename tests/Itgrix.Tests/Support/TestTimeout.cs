namespace Itgrix.Tests.Support;

/// <summary>Timeout of waits in tests: a hang reaches it, a busy machine does not.</summary>
internal static class TestTimeout
{
    /// <summary>The timeout for <c>[Timeout]</c>: longer than a wait, which reports more.</summary>
    public const int Milliseconds = 240_000;

    /// <summary>The timeout of all waits: hooks, processes, requests, connections, states.</summary>
    public static readonly TimeSpan Value = TimeSpan.FromMinutes(3);

    /// <summary>The timeout of waits for many calls, or for the end of an outage.</summary>
    public static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
}
