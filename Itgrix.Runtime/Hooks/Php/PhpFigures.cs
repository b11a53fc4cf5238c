namespace Itgrix.Runtime.Hooks.Php;

/// <summary>Statistics of PHP files since the start.</summary>
/// <param name="Warm">Calls in a worker.</param>
/// <param name="Process">Calls in a process of their own.</param>
/// <param name="ByProcess">The files that do not run in a worker, and why.</param>
internal sealed record PhpFigures(long Warm, long Process, IReadOnlyDictionary<string, string> ByProcess);
