namespace Itgrix.Tests.Fuzz;

/// <summary>A failure that an input caused.</summary>
/// <param name="Kind">Failures of one kind have one cause, most likely.</param>
/// <param name="File">The file of the input.</param>
internal sealed record FuzzFailure(string Target, string Kind, string Details, string File)
{
    public override string ToString() => $"{Target}: {Kind}\n  input: {File}\n  {Details}";
}

/// <summary>An input was handled wrongly.</summary>
internal sealed class FuzzException(string message) : Exception(message);
