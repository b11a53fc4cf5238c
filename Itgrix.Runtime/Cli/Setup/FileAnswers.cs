using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Cli.Setup;

/// <summary>Answers from a file, a JSON object; a question that is not in it gets its default.</summary>
internal sealed class FileAnswers(JsonObject answers) : IAnswers
{
    public bool AsksAgain => false;

    public Task<string> AskAsync(Question question, CancellationToken token)
    {
        var answer = (answers[question.Name] ?? question.Default)?.ToString()
            ?? throw new SetupException($"The answers lack {question.Name}: {question.Text}");
        if (question.Choices.Count > 0 && !question.Choices.Any(choice => choice.Answer == answer))
            throw new SetupException($"{question.Name} is \"{answer}\": give "
                + string.Join(" or ", question.Choices.Select(choice => $"\"{choice.Answer}\" ({choice.Text})")));
        return question.Mistake(answer) is { } mistake
            ? throw new SetupException($"{question.Name} is wrong: {mistake}") : Task.FromResult(answer);
    }

    public void Say(string text) => Console.Out.WriteLine(PrintableText.Lines(OwnCommand.In(text)));
}
