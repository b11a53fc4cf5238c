using Itgrix.Tests.Support;

namespace Itgrix.Tests.Fuzz;

/// <summary>A short run of <c>./run.sh fuzz</c>; and the fuzzer itself.</summary>
[TestClass]
public sealed class FuzzTests : IDisposable
{
    private const int Fixed = 8077;

    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.7);

    private readonly TemporaryFolder _folder = new();

    public static IEnumerable<object[]> Targets => FuzzTargets.All.Keys.Select(name => new object[] { name });

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DynamicData(nameof(Targets))]
    public async Task A_short_fuzz_run_finds_no_failure(string name)
    {
        foreach (var seed in new[] { Fixed, DateTime.UtcNow.DayOfYear })
        {
            await using var target = await FuzzTargets.All[name]();
            var run = new FuzzRun(target, seed, _folder.Path);

            await run.RunAsync(Short);

            run.Failures.Should().BeEmpty($"seed {seed}");
            run.Outcomes.Should().BeGreaterThan(1, "what was tried is not all the same");
        }
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("throw"), DataRow("memory")]
    public async Task An_input_that_breaks_something_is_kept_and_made_small(string what)
    {
        await using var target = new BrokenTarget(what);
        var run = new FuzzRun(target, Fixed, _folder.Path);

        await run.RunAsync(TestTimeout.Value, () => run.Failures.Count > 0);

        var failure = run.Failures.Should().ContainSingle().Which;
        failure.Kind.Should().Contain(what == "throw" ? nameof(InvalidOperationException) : "memory");
        (await File.ReadAllBytesAsync(failure.File)).Should().Contain((byte)'!').And.HaveCountLessThan(4);
    }

    [TestMethod]
    public void The_same_seed_makes_the_same_inputs()
    {
        var (one, other) = (new Mutator([[1, 2, 3]], ["word"]), new Mutator([[1, 2, 3]], ["word"]));

        for (var seed = 0; seed < 1000; seed++)
            one.Next(new(seed)).Should().Equal(other.Next(new(seed))).And.HaveCountLessThanOrEqualTo(Mutator.Longest);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Fails on an exclamation mark.</summary>
    private sealed class BrokenTarget(string what) : IFuzzTarget
    {
        private byte[]? _kept;

        public string Name => "broken";

        public IReadOnlyList<byte[]> Corpus { get; } = ["some words"u8.ToArray()];

        public IReadOnlyList<string> Words { get; } = ["!"];

        public Task<string> TryAsync(byte[] input, CancellationToken token)
        {
            if (!input.Contains((byte)'!'))
                return Task.FromResult("");
            if (what == "throw")
                throw new InvalidOperationException();
            // Kept, or the optimizing compiler would leave it out.
            _kept = new byte[64 << 20];
            return Task.FromResult($"{_kept.Length}");
        }

        public ValueTask DisposeAsync() => default;
    }
}
