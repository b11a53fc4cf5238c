using System.Runtime.CompilerServices;

namespace Itgrix.Runtime.Platform.Doctor;

/// <summary>Runs checks, one after the other: what the first one says is often the cause of the next.</summary>
internal static class DoctorRun
{
    // Longer than any timeout of a connection; a disk or a name server that hangs would hold up the others.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>The findings of all checks, each as soon as it is known.</summary>
    public static async IAsyncEnumerable<(string Area, Finding Finding)> RunAsync(
        IEnumerable<IDoctorCheck> checks, TimeProvider time, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var check in checks)
        {
            using var limit = new CancellationTokenSource(Limit, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
            await using var findings = check.RunAsync(either.Token).GetAsyncEnumerator(either.Token);
            var (found, isLast) = await NextAsync(findings, token);
            while (found is not null)
            {
                yield return (check.Area, found);
                (found, isLast) = isLast ? (null, true) : await NextAsync(findings, token);
            }
        }
    }

    private static async Task<(Finding? Found, bool IsLast)> NextAsync(
        IAsyncEnumerator<Finding> findings, CancellationToken token)
    {
        try
        {
            return await findings.MoveNextAsync() ? (findings.Current, false) : (null, true);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            return (Finding.Error($"It did not end within {Limit.TotalMinutes:0} minutes.",
                "Run it again; if it stays so, a disk, a name server or a firewall does not answer."), true);
        }
        catch (Exception error) when (ForeseenFailure.Is(error))
        {
            return (Finding.Error(ForeseenFailure.Words(error)), true);
        }
    }
}
