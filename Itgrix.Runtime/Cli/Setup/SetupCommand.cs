using System.CommandLine;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Setup;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Service.Doctor;
using Itgrix.Runtime.Service.Setup;
using Itgrix.Runtime.Telephony.Setup;

namespace Itgrix.Runtime.Cli.Setup;

/// <summary><c>setup</c>: from nothing to the first call in the CRM, by questions.</summary>
internal static class SetupCommand
{
    public static Command Create()
    {
        var config = new Option<string>("--config")
        {
            Description = "The configuration to write.", HelpName = "FILE",
            DefaultValueFactory = _ => "/etc/itgrix/config.json",
        };
        var answers = new Option<string?>("--answers")
            { Description = "A JSON object with answers by their names, in place of questions.", HelpName = "FILE" };
        var state = new Option<string>("--state")
        {
            Description = "The folder of the service's data.", HelpName = "DIR",
            DefaultValueFactory = _ => "/var/lib/itgrix",
        };
        var asterisk = new Option<string>("--asterisk")
        {
            Description = "The folder of Asterisk's settings.", HelpName = "DIR",
            DefaultValueFactory = _ => "/etc/asterisk",
        };
        var program = new Option<string>("--asterisk-program")
        {
            Description = "Asterisk's program.", HelpName = "FILE", DefaultValueFactory = _ => "asterisk",
        };
        var command = new Command("setup",
            "Asks for Asterisk and the CRM, writes the configuration, and makes a test call. It can be broken off, and "
            + "goes on from there.") { config, answers, state, asterisk, program };
        command.SetAction((parsed, token) => RunAsync(
            new(Path.GetFullPath(parsed.GetValue(config)!), Path.GetFullPath(parsed.GetValue(state)!),
                new(parsed.GetValue(asterisk)!, parsed.GetValue(program)!),
                Answers(parsed.GetValue(answers)), TimeProvider.System),
            Answers(parsed.GetValue(answers)), token));
        return command;
    }

    private static IAnswers Answers(string? file)
    {
        if (file is null)
            return Console.IsInputRedirected ? throw new UsageException(
                "The setup asks at a terminal: start it there, or give --answers FILE.") : new ConsoleAnswers();
        try
        {
            return new FileAnswers(JsonNode.Parse(File.ReadAllText(file)) as JsonObject
                ?? throw new UsageException($"{file} is not a JSON object: give {{\"crm\": ...}}."));
        }
        catch (JsonException error)
        {
            throw new UsageException($"{file} is not valid JSON: {error.Message}");
        }
    }

    private static async Task<int> RunAsync(SetupRun setup, IAnswers answers, CancellationToken token)
    {
        AppLog.Current.Apply(new() { Level = LogDetail.Error });
        var time = TimeProvider.System;
        var config = await setup.RunAsync(token);
        var output = new DoctorText();
        await foreach (var (area, finding) in DoctorRun.RunAsync(DoctorChecks.For(config, time), time, token))
            output.Add(area, finding);
        output.End();
        if (await new ServiceStart(config, time).RunAsync(token) is not { } health)
        {
            answers.Say($"The service is not running. Start it: ./run.sh serve --config {config.File}");
            return output.Worst == FindingLevel.Red ? 1 : 0;
        }
        answers.Say($"The service runs: {health}.");
        var call = await answers.AskAsync(new("test_call",
            "A test call: which phone rings first, and which number is dialled then, as \"101 +12025550144\"? "
            + "Nothing: no call.") { Default = "", Mistake = CallMistake }, token);
        if (call.Length == 0)
            return output.Worst == FindingLevel.Red ? 1 : 0;
        var parts = call.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return await new TestCall(config, time).RunAsync(
            parts[0], parts[1], finding => output.Add("test call", finding), token) ? 0 : 1;
    }

    private static string? CallMistake(string text) =>
        text.Length == 0 || text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 2
            ? null : "give an extension and a number, such as 101 +12025550144.";
}
