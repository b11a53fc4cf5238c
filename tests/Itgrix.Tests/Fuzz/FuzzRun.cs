using System.Diagnostics;

namespace Itgrix.Tests.Fuzz;

/// <summary>Runs one target with input after input, and stores those that break it.</summary>
/// <param name="seed">The same seed makes the same inputs.</param>
/// <param name="folder">Folder of stored inputs.</param>
internal sealed class FuzzRun(IFuzzTarget target, int seed, string folder)
{
    // Targets write their input, and more than once. Output that grows with the square of the input is far beyond.
    private const int MemoryTimes = 256, MemoryFree = 10 << 20, MaxShrinking = 400;

    // Far more than an input needs, even on a busy machine.
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);

    private readonly Mutator _mutator = new(target.Corpus, target.Words);
    private readonly Dictionary<string, FuzzFailure> _failures = [];
    private readonly HashSet<string> _outcomes = [];

    public long Inputs { get; private set; }

    public int Outcomes => _outcomes.Count;

    public IReadOnlyCollection<FuzzFailure> Failures => _failures.Values;

    /// <summary>Runs until the time has passed, or the target hangs.</summary>
    /// <param name="duration">The time.</param>
    /// <param name="isEnough">Ends it earlier.</param>
    public async Task RunAsync(TimeSpan duration, Func<bool>? isEnough = null)
    {
        Directory.CreateDirectory(folder);
        var current = Path.Combine(folder, $"{target.Name}.current");
        var began = Stopwatch.GetTimestamp();
        // Valid inputs first: they must pass unchanged.
        foreach (var input in target.Corpus)
        {
            if (!await TakeAsync(input, current))
                return;
        }
        for (var number = 0; Stopwatch.GetElapsedTime(began) < duration && isEnough?.Invoke() != true; number++)
        {
            var random = new Random(unchecked(seed * 1_000_003 + number * 97 + target.Name.Sum(letter => letter)));
            if (!await TakeAsync(_mutator.Next(random), current))
                return;
        }
        File.Delete(current);
    }

    /// <summary>The failure of one input; <c>null</c> when there is none.</summary>
    public async Task<(string Kind, string Details)?> TryAsync(byte[] input)
    {
        using var limit = new CancellationTokenSource();
        var allocated = GC.GetTotalAllocatedBytes();
        try
        {
            var trying = Task.Run(() => target.TryAsync(input, limit.Token), CancellationToken.None);
            if (_outcomes.Add(await trying.WaitAsync(Hang, CancellationToken.None)))
                _mutator.Keep(input);
        }
        catch (TimeoutException) when (!limit.IsCancellationRequested)
        {
            await limit.CancelAsync();
            return ("hang", $"There is no end after {Hang.TotalSeconds:0} s.");
        }
        catch (Exception error)
        {
            return (KindOf(error), error.ToString());
        }
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        return allocated <= (long)MemoryTimes * input.Length + MemoryFree ? null
            : ("memory", $"{allocated >> 10} KB were allocated for {input.Length} bytes.");
    }

    // False when it cannot continue.
    private async Task<bool> TakeAsync(byte[] input, string current)
    {
        // The file stays when the process does not survive the input.
        await File.WriteAllBytesAsync(current, input);
        Inputs++;
        if (await TryAsync(input) is not var (kind, details))
            return true;
        if (_failures.ContainsKey(kind))
            return kind != "hang";
        var shrunk = kind == "hang" ? input : await ShrunkAsync(input, kind);
        var file = Path.Combine(folder, $"{target.Name}-{seed}-{_failures.Count + 1}.input");
        await File.WriteAllBytesAsync(file, shrunk);
        _failures[kind] = new(target.Name, kind, details, file);
        return kind != "hang";
    }

    private async Task<byte[]> ShrunkAsync(byte[] input, string kind)
    {
        var left = MaxShrinking;
        for (var size = input.Length / 2; size > 0 && left > 0; size /= 2)
        {
            for (var at = 0; at + size <= input.Length && left > 0;)
            {
                byte[] smaller = [.. input[..at], .. input[(at + size)..]];
                left--;
                if ((await TryAsync(smaller))?.Kind == kind)
                    input = smaller;
                else
                    at += size;
            }
        }
        return input;
    }

    // The place in our own code.
    private static string KindOf(Exception error)
    {
        var frame = (error.StackTrace ?? "").Split('\n')
            .FirstOrDefault(line => line.Contains(" Itgrix.", StringComparison.Ordinal));
        return $"{error.GetType().Name}: "
            + $"{(error is FuzzException ? error.Message.Split('\n')[0] : "")}{frame?.Split(" in ")[0].Trim()}";
    }
}
