namespace Itgrix.Runtime.Platform.Setup;

/// <summary>A question of the setup.</summary>
/// <param name="Name">Names its answer in a file of answers.</param>
/// <param name="Text">For the person who answers.</param>
internal sealed record Question(string Name, string Text)
{
    /// <summary>The answer when there is none; <c>null</c>: one is needed.</summary>
    public string? Default { get; init; }

    /// <summary>The answer is not shown.</summary>
    public bool IsSecret { get; init; }

    /// <summary>The possible answers, each with its text; empty: any.</summary>
    public IReadOnlyList<(string Answer, string Text)> Choices { get; init; } = [];

    /// <summary>What is wrong with an answer and what to give; <c>null</c>: nothing.</summary>
    public Func<string, string?> Mistake { get; init; } = _ => null;
}
