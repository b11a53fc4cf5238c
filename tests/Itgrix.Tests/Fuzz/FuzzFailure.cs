namespace Itgrix.Tests.Fuzz;

/// <summary>What an input brought about that must not be.</summary>
/// <param name="Kind">Failures of one kind have one cause, most likely.</param>
/// <param name="File">Where the input is kept.</param>
internal sealed record FuzzFailure(string Target, string Kind, string Details, string File)
{
    public override string ToString() => $"{Target}: {Kind}\n  input: {File}\n  {Details}";
}

/// <summary>An input was taken in a way that must not be.</summary>
internal sealed class FuzzException(string message) : Exception(message);
