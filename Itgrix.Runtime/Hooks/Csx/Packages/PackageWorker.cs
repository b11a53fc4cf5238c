using System.Diagnostics;

namespace Itgrix.Runtime.Hooks.Csx.Packages;

/// <summary>The process that restores packages: reads their names, writes what happened.</summary>
internal static class PackageWorker
{
    /// <summary>Some servers answer slowly, and packages are large.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    public static async Task<int> RunAsync(string root)
    {
        await using var input = Console.OpenStandardInput();
        await using var output = Console.OpenStandardOutput();
        var named = (await JsonSerializer.DeserializeAsync(input, CsxJson.Default.IReadOnlyListPackageName))!;
        await JsonSerializer.SerializeAsync(output, await RestoreAsync(root, named), CsxJson.Default.RestoreAnswer);
        return 0;
    }

    private static async Task<RestoreAnswer> RestoreAsync(string root, IReadOnlyList<PackageName> named)
    {
        var began = Stopwatch.GetTimestamp();
        using var limit = new CancellationTokenSource(Timeout);
        try
        {
            using var sources = new PackageSources(named[0].File);
            var messages = await new PackageRestore(root, named, sources).RunAsync(limit.Token);
            return new(messages, Stopwatch.GetElapsedTime(began));
        }
        catch (OperationCanceledException)
        {
            return RestoreAnswer.Failed(named, $"no source gave it within {Timeout.TotalMinutes:0} minutes.");
        }
        catch (Exception error)
        {
            // Whatever a package or a source contains: the script's author hears of it.
            return RestoreAnswer.Failed(named, $"it cannot be restored: {error.Message}");
        }
    }
}

/// <summary>What happened to the packages of a script.</summary>
/// <param name="Messages">Errors when they are not restored; else warnings.</param>
/// <param name="Took">How long it took.</param>
internal sealed record RestoreAnswer(IReadOnlyList<ScriptMessage> Messages, TimeSpan Took)
{
    public static RestoreAnswer Failed(IReadOnlyList<PackageName> named, string text) =>
        new([named[0].Error(text)], TimeSpan.Zero);

    public bool IsRestored() => !Messages.Any(message => message.IsError);
}
