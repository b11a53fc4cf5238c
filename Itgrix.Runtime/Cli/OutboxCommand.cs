using System.CommandLine;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary>
/// <c>outbox</c>: dead letters, for a person to decide about; works beside a running service too.
/// </summary>
internal static class OutboxCommand
{
    private const int MaxListed = 1000;

    public static Command Create()
    {
        var config = new CommonOptions().Config;
        config.Recursive = true;
        var all = new Option<bool>("--all") { Description = "Also requests that wait to be sent." };
        var command = new Command("outbox", "Lists the dead letters: requests that a CRM rejects.");
        command.Options.Add(config);
        command.Options.Add(all);
        command.SetAction((parsed, token) => OpenedAsync(parsed.GetValue(config),
            store => ListAsync(store, parsed.GetValue(all), token), token));

        command.Subcommands.Add(Kinds(config));
        var id = new Argument<string>("id")
        {
            Description = "Its number in the list, or a kind of 'outbox kinds': all dead letters of that kind.",
            HelpName = "ID",
        };
        var file = new Argument<string>("file")
        {
            Description = "The new request, a JSON object; - reads it from standard input. For a kind it is merged "
                + "into each request: null removes a field.",
            HelpName = "FILE",
        };
        // Standard input is read once, for all of a kind.
        JsonObject? change = null;
        Add("show", "Prints a request with its full error, as JSON.", ShowAsync);
        Add("resend", "Sends requests again, at once.", (found, _, token) => found.ResendAsync(null, token));
        Add("change", "Replaces a request and sends it.", ChangeAsync).Arguments.Add(file);
        Add("drop", "Discards requests: they are never sent.", (found, _, token) => found.DropAsync(token));
        return command;

        Command Add(string name, string about, Func<OutboxStep, ParseResult, CancellationToken, Task> run)
        {
            var one = new Command(name, about);
            one.Arguments.Add(id);
            one.SetAction((parsed, token) => OpenedAsync(parsed.GetValue(config), async store =>
            {
                foreach (var step in await OutboxStep.ChosenAsync(store, parsed.GetRequiredValue(id), token))
                    await run(step, parsed, token);
            }, token));
            command.Subcommands.Add(one);
            return one;
        }

        async Task ChangeAsync(OutboxStep found, ParseResult parsed, CancellationToken token)
        {
            change ??= await ObjectAsync(parsed.GetRequiredValue(file), token);
            await found.ResendAsync(found.IsOfKind ? found.Merged(change) : change, token);
        }
    }

    private static Command Kinds(Option<string?> config)
    {
        var command = new Command("kinds", "Lists the dead letters by kind, with what can be done.");
        command.SetAction((parsed, token) => OpenedAsync(parsed.GetValue(config), async store =>
        {
            var kinds = DeadLetterKind.From(await store.ListAsync(StepState.DeadLettered, int.MaxValue, token));
            foreach (var kind in kinds)
                Console.Out.WriteLine(OutboxText.Kind(kind));
            Console.Error.WriteLine(kinds.Count == 0 ? "0 kinds of dead letters." : $"{kinds.Count} kinds of dead "
                + "letters. After the cause is fixed: ./run.sh outbox resend KIND; also change and drop.");
        }, token));
        return command;
    }

    private static Task ShowAsync(OutboxStep found, ParseResult parsed, CancellationToken token) =>
        Console.Out.WriteLineAsync(OutboxText.Full(found.Step).AsMemory(), token);

    private static async Task<int> OpenedAsync(string? file, Func<OutboxStore, Task> use, CancellationToken token)
    {
        var options = ItgrixConfig.Load(file).Outbox;
        // A read must not create one: a wrong --config would show an empty outbox.
        if (options.PostgreSql is null && !File.Exists(options.File))
            throw new UsageException($"There is no outbox {options.File}: name the service's configuration with "
                + "--config; before its first start it is empty.");
        await using var store = await OutboxStore.OpenAsync(options, TimeProvider.System, token);
        await use(store);
        return 0;
    }

    private static async Task ListAsync(OutboxStore store, bool isAll, CancellationToken token)
    {
        var steps = await store.ListAsync(isAll ? null : StepState.DeadLettered, MaxListed, token);
        var (waiting, deadLettered) = await store.CountAsync(token);
        foreach (var line in OutboxText.Table(steps))
            Console.Out.WriteLine(line);
        var more = steps.Count == MaxListed ? $" These are the first {MaxListed}." : "";
        var hint = !isAll && waiting > 0 ? " --all lists the waiting ones too." : "";
        Console.Error.WriteLine($"{deadLettered} dead letters, {waiting} waiting.{more}{hint}");
    }

    /// <exception cref="UsageException">It is invalid.</exception>
    private static async Task<JsonObject> ObjectAsync(string file, CancellationToken token)
    {
        try
        {
            await using var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            return await JsonNode.ParseAsync(input, cancellationToken: token) as JsonObject
                ?? throw new UsageException(
                    $"{file} is not a JSON object: give the request as {{ ... }}; 'outbox show' prints the old one.");
        }
        catch (JsonException error)
        {
            throw new UsageException($"{file} is not valid JSON: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file} cannot be read: {error.Message}");
        }
    }
}
