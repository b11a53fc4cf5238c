namespace Itgrix.Tests.Fuzz;

/// <summary>A parser or handler of input from outside, to be fuzzed.</summary>
internal interface IFuzzTarget : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Valid inputs, which are mutated.</summary>
    IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>Tokens of its input format.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Runs one input; throws when it is handled wrongly.</summary>
    /// <returns>The outcome in few words: an input with a new outcome is mutated further.</returns>
    Task<string> TryAsync(byte[] input, CancellationToken token);
}
