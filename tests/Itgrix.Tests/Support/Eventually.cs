using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Itgrix.Tests.Support;

/// <summary>
/// Waits for a state that no event announces. One timeout ends every wait; its message says what was waited for, and
/// the last state.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits until a condition holds.</summary>
    public static Task TrueAsync(
        Func<bool> condition, Func<string>? state = null,
        [CallerArgumentExpression(nameof(condition))] string what = "") =>
        PollAsync(
            () => Task.FromResult(condition()), isTrue => isTrue, _ => Task.FromResult(state?.Invoke() ?? ""), what);

    /// <summary>Waits until a value is as expected, and returns it.</summary>
    public static Task<T> GetAsync<T>(
        Func<Task<T>> read, Func<T, bool> isExpected,
        [CallerArgumentExpression(nameof(isExpected))] string what = "") =>
        PollAsync(read, isExpected, last => Task.FromResult($"{last}"), what);

    /// <summary>Advances a clock until a task has completed, and throws what it throws.</summary>
    public static async Task CompletedAsync(
        Task task, Action advance, [CallerArgumentExpression(nameof(task))] string what = "")
    {
        await PollAsync(() => Task.FromResult(task.IsCompleted), isCompleted => isCompleted,
            _ => Task.FromResult($"it is {task.Status}"), what, async () =>
            {
                advance();
                await Task.WhenAny(task, Task.Delay(Interval));
            });
        await task;
    }

    /// <summary>Waits in a test that is not asynchronous.</summary>
    public static void True(Func<bool> condition, string what) =>
        SpinWait.SpinUntil(condition, TestTimeout.Value).Should().BeTrue(what);

    /// <summary>The wait that the others are made of.</summary>
    /// <param name="read">Reads the state.</param>
    /// <param name="isExpected">Whether it is the one to wait for.</param>
    /// <param name="describe">Describes the last state.</param>
    /// <param name="what">What is waited for.</param>
    /// <param name="between">What happens between two looks; as a rule a short pause.</param>
    /// <param name="timeout">Another timeout than that of all tests, for a run of many calls.</param>
    public static async Task<T> PollAsync<T>(
        Func<Task<T>> read, Func<T, bool> isExpected, Func<T, Task<string>> describe, string what,
        Func<Task>? between = null, TimeSpan? timeout = null)
    {
        var limit = timeout ?? TestTimeout.Value;
        var began = Stopwatch.GetTimestamp();
        for (var last = await read(); ; last = await read())
        {
            if (isExpected(last))
                return last;
            if (Stopwatch.GetElapsedTime(began) > limit)
                throw new AssertFailedException($"Not within {limit.TotalSeconds:0} s: {what}\n{await describe(last)}");
            await (between?.Invoke() ?? Task.Delay(Interval));
        }
    }
}
