namespace Itgrix.Benchmarks;

/// <summary>One measurement: what it compares, and its figures.</summary>
/// <param name="Name">For <c>./run.sh bench NAME</c>.</param>
/// <param name="About">What it measures, for progress on the screen.</param>
/// <param name="IsLong">Runs only when it is named.</param>
internal sealed record Bench(
    string Name, string About, Func<CancellationToken, Task<IEnumerable<Figure>>> Run, bool IsLong = false);
