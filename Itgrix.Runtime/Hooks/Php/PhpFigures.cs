namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Statistics of PHP files since the start.</summary>
/// <param name="Warm">Calls in a worker.</param>
/// <param name="Fork">Calls in a forked process.</param>
/// <param name="Process">Calls that started PHP.</param>
/// <param name="ByProcess">The files that do not run in a worker, and why.</param>
internal sealed record PhpFigures(long Warm, long Fork, long Process, IReadOnlyDictionary<string, string> ByProcess);
