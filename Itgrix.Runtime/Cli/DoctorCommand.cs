using System.CommandLine;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Service.Doctor;

namespace Itgrix.Runtime.Cli;

/// <summary><c>doctor</c>: looks whether calls can come from Asterisk and reach the CRMs.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var config = new CommonOptions().Config;
        var json = new Option<bool>("--json") { Description = "One JSON object instead of lines." };
        var probe = new Option<string?>("--call")
        {
            Description = "Calls this extension, of click_to_call.context, and follows the call: one that answers, "
                + "such as an echo test.",
            HelpName = "EXTENSION",
        };
        probe.Validators.Add(given =>
        {
            if (given.GetValue(probe) is { } extension && !DialValues.IsNumber(extension))
                given.AddError($"--call {extension}: give an extension, digits, * and #.");
        });
        var command = new Command("doctor",
            "Checks Asterisk, its events, recordings, the CRMs, hooks and this machine, each with what mends it; "
            + "exit code 1 when calls do not arrive.") { config, json, probe };
        command.SetAction((parsed, token) =>
            RunAsync(parsed.GetValue(config), parsed.GetValue(probe), parsed.GetValue(json), token));
        return command;
    }

    private static async Task<int> RunAsync(
        string? file, string? probe, bool isJson, CancellationToken token)
    {
        // What goes wrong is a finding; the log would say it twice.
        AppLog.Current.Apply(new() { Level = LogDetail.Error });
        IDoctorOutput output = isJson ? new DoctorJson() : new DoctorText();
        try
        {
            var config = ItgrixConfig.Load(file);
            output.Add("configuration", config.File is null
                ? Finding.Error("There is no configuration.", "./run.sh setup, or write one: docs/configuration.md")
                : Finding.Good($"{config.File} can be read."));
            if (config.File is not null && config.Crms.Count == 0)
                output.Add("configuration", Finding.Error("It names no CRM.", "docs/configuration.md"));
            await foreach (var (area, finding) in DoctorRun.RunAsync(
                DoctorChecks.For(config, TimeProvider.System, probe), TimeProvider.System, token))
                output.Add(area, finding);
        }
        catch (ConfigException error)
        {
            foreach (var mistake in error.LocatedMistakes)
                output.Add("configuration", Finding.Error(mistake));
        }
        output.End();
        return output.Worst == FindingLevel.Red ? 1 : 0;
    }
}
