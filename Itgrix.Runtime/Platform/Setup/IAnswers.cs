namespace Itgrix.Runtime.Platform.Setup;

/// <summary>Answers the questions of the setup.</summary>
internal interface IAnswers
{
    /// <summary>Whether a refused answer can be given again.</summary>
    bool AsksAgain { get; }

    /// <summary>The answer, a right one.</summary>
    Task<string> AskAsync(Question question, CancellationToken token);

    /// <summary>Tells what is done.</summary>
    void Say(string text);
}
