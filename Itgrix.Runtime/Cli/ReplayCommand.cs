using System.CommandLine;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Csx;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Telephony.Cel;
using Itgrix.Runtime.Telephony.Numbers;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Cli;

/// <summary>
/// <c>replay FILE</c>: runs past calls through stages and hooks; sends the requests to a simulated CRM and
/// prints them.
/// </summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var file = new Argument<string>("file")
        {
            Description = "A capture of a manager connection (Event: ... lines), "
                + "or Asterisk's CSV file of channel events.",
            HelpName = "FILE",
        };
        var crm = new Option<string?>("--crm")
        {
            Description = $"The CRM, with its hooks and requests: {Crms(" (default)")}.", HelpName = "CRM",
        };
        var columns = new Option<string?>("--columns")
        {
            Description = "The columns of a CSV file in order, as eventtype,eventtime,... "
                + "Default: those of the configuration, else Asterisk's sample.",
            HelpName = "NAMES",
        };
        var speed = new Option<double?>("--speed")
        {
            Description = "Speed-up; 1 is real time. Default: as fast as possible.",
            HelpName = "FACTOR",
        };
        var explain = new Option<bool>("--explain")
        {
            Description = "Also print, at the end of each call, what each of its channels was taken for and why.",
        };
        var command = new Command("replay",
            "Runs past calls through stages and hooks; prints stages, hooks and CRM requests, one object per line.");
        command.Arguments.Add(file);
        common.AddTo(command);
        command.Options.Add(crm);
        command.Options.Add(columns);
        command.Options.Add(speed);
        command.Options.Add(explain);
        command.SetAction((parsed, token) => RunAsync(
            new(ExistingFile(parsed.GetRequiredValue(file)), Columns(parsed.GetValue(columns)),
                Speed(parsed.GetValue(speed)), CrmOf(parsed.GetValue(crm)), parsed.GetValue(explain)),
            common.ReadAll(parsed), token));
        return command;
    }

    private static async Task<int> RunAsync(Replay replay, ItgrixConfig config, CancellationToken token)
    {
        await using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false))
            { AutoFlush = replay.Speed is not null };
        return await RunAsync(replay, config, output, token);
    }

    /// <summary>Plays the calls of a file and prints what happens.</summary>
    public static async Task<int> RunAsync(
        Replay replay, ItgrixConfig config, TextWriter output, CancellationToken token)
    {
        var lines = new ReplayOutput(output, replay.Crm.Crm);
        using var hooks = new HookRunner(
            config.Customizer, [new CsxEngine(config.Customizer), new PhpEngine(config.Customizer)]);
        var beforeCall = new PreCallHooks(replay.Crm, hooks, lines.Ran);
        var numbers = new NumberPlanFile(config.Numbers);
        await using var crm = await ReplayCrm.StartAsync(replay.Crm, config, hooks, numbers, lines, token);
        var tracker = new CallTracker
        {
            Numbers = numbers.Current,
            ChannelOptions = config.Asterisk.Channels,
            Explanations = replay.Explain ? new(lines.Explain) : null,
        };
        var pace = new ReplayPace(replay.Speed, TimeProvider.System);
        var columns = replay.Columns ?? (config.Asterisk.Cel as CelFileOptions)?.Columns ?? CelColumns.Sample;
        DateTime? last = null;
        try
        {
            await foreach (var next in RecordedEvents.ReadAsync(replay.File, columns, config.Asterisk.TimeZone, token))
            {
                await pace.WaitAsync(next, token);
                last = (next as CelRecord)?.Time ?? last;
                await ReachedAsync(tracker.Apply(next));
            }
            if (last is { } end)
                await ReachedAsync(tracker.Tick(end));
            tracker.ExplainRest();
        }
        catch (Exception error) when (error is CelStoreException or IOException or UnauthorizedAccessException)
        {
            throw new UsageException(error.Message);
        }
        if (tracker.Count > 0)
            Console.Error.WriteLine($"{tracker.Count} calls had not ended where the file ends.");
        return 0;

        async Task ReachedAsync(IEnumerable<CallStageEvent> stages)
        {
            foreach (var stage in stages)
            {
                await beforeCall.RunAsync(stage, token);
                lines.Reached(stage);
                await crm.ReachedAsync(stage, token);
            }
        }
    }

    private static string ExistingFile(string file) => File.Exists(file)
        ? Path.GetFullPath(file)
        : throw new UsageException(
            $"There is no file {Path.GetFullPath(file)}: give a capture of the manager interface "
            + "or a CSV file of channel events.");

    private static ICrmModule CrmOf(string? id) => id is null ? CrmModules.All[0]
        : CrmModules.All.FirstOrDefault(module => module.Crm.Id == id)
            ?? throw new UsageException($"--crm {id}: give {Crms()}.");

    private static string Crms(string first = "") => string.Join(
        " or ", CrmModules.All.Select((module, index) => index == 0 ? module.Crm.Id + first : module.Crm.Id));

    private static IReadOnlyList<string>? Columns(string? names) =>
        names?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double? Speed(double? speed) => speed is null or > 0 and <= 1000
        ? speed
        : throw new UsageException($"--speed {speed}: give a number above 0, at most 1000.");

    /// <summary>The events to play.</summary>
    internal sealed record Replay(
        string File, IReadOnlyList<string>? Columns, double? Speed, ICrmModule Crm, bool Explain = false);
}
