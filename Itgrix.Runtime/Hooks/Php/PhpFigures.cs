namespace Itgrix.Runtime.Hooks.Php;

/// <summary>How PHP files ran since the start.</summary>
/// <param name="Warm">Calls by a worker.</param>
/// <param name="Process">Calls by a process of their own.</param>
/// <param name="ByProcess">The files that do not run in a worker, and why.</param>
internal sealed record PhpFigures(long Warm, long Process, IReadOnlyDictionary<string, string> ByProcess);
