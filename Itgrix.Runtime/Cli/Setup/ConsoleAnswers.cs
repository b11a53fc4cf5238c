using Itgrix.Runtime.Platform.Setup;
using Spectre.Console;

namespace Itgrix.Runtime.Cli.Setup;

/// <summary>Asks at the terminal.</summary>
internal sealed class ConsoleAnswers : IAnswers
{
    private const int PageSize = 12;

    public bool AsksAgain => true;

    public Task<string> AskAsync(Question question, CancellationToken token) => question.Choices.Count > 0
        ? ChooseAsync(question, token) : WriteAsync(question, token);

    public void Say(string text) => Console.Out.WriteLine(PrintableText.Lines(OwnCommand.In(text)));

    private static async Task<string> ChooseAsync(Question question, CancellationToken token)
    {
        var choices = question.Choices.OrderByDescending(choice => choice.Answer == question.Default).ToList();
        var prompt = new SelectionPrompt<(string Answer, string Text)>()
            .Title(Markup.Escape(question.Text)).PageSize(PageSize).EnableSearch()
            .UseConverter(choice => Markup.Escape(choice.Text)).AddChoices(choices);
        return (await prompt.ShowAsync(AnsiConsole.Console, token)).Answer;
    }

    private static Task<string> WriteAsync(Question question, CancellationToken token)
    {
        var prompt = new TextPrompt<string>(Markup.Escape(question.Text)).Validate(text =>
            question.Mistake(text) is { } mistake ? ValidationResult.Error(Markup.Escape(mistake))
                : ValidationResult.Success());
        if (question.IsSecret)
            prompt.Secret();
        if (question.Default is { } otherwise)
            prompt.DefaultValue(otherwise);
        return prompt.ShowAsync(AnsiConsole.Console, token);
    }
}
