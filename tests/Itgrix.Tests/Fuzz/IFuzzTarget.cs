namespace Itgrix.Tests.Fuzz;

/// <summary>Something that takes bytes from outside, to be tried with wrong ones.</summary>
internal interface IFuzzTarget : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Right inputs, of which wrong ones are made.</summary>
    IReadOnlyList<byte[]> Corpus { get; }

    /// <summary>Words that mean something there.</summary>
    IReadOnlyList<string> Words { get; }

    /// <summary>Tries one input; throws when anything comes of it that must not.</summary>
    /// <returns>What came of it, in few words: an input with a new outcome is worth to be changed further.</returns>
    Task<string> TryAsync(byte[] input, CancellationToken token);
}
