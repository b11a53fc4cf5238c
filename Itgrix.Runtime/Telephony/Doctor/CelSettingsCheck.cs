using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>Whether Asterisk makes and sends the channel events of which calls are made.</summary>
internal sealed class CelSettingsCheck(AsteriskOptions options, TimeProvider time) : IDoctorCheck
{
    private static readonly string[] Events =
        [.. new[]
        {
            CelEvent.ChanStart, CelEvent.Answer, CelEvent.AppStart, CelEvent.BridgeEnter, CelEvent.BridgeExit,
            CelEvent.Hangup, CelEvent.LinkedIdEnd,
        }.Select(CelEvents.NameOf)];

    private static readonly string[] Applications = ["dial", "queue"];

    public string Area => "channel events";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var asterisk = await AmiInspector.ConnectAsync(options.Ami!, time, token);
        var manual = await asterisk.ManualAsync(token);
        if (await ModuleAsync(asterisk, "cel_manager", token) is false)
            yield return Finding.Error("The module cel_manager is not loaded: no channel event comes.",
                manual.Module("cel_manager"));
        // The user may not read it, which the check of its rights says.
        if (await asterisk.FileAsync("cel.conf", token) is not { } cel)
            yield break;
        var found = Settings(cel, manual).ToList();
        if (options.Cel is CelFileOptions file && await asterisk.FileAsync("cel_custom.conf", token) is { } custom)
            found.AddRange(Mapping(custom, file, manual));
        if (found.Count == 0)
            found.Add(Finding.Good("Asterisk makes all channel events, and sends them."));
        foreach (var finding in found)
            yield return finding;
    }

    /// <summary>The events of calls that cel.conf does not name.</summary>
    public static IReadOnlyList<string> MissingEvents(AsteriskFile cel) => cel.List("general", "events") is var events
        && events.Contains("all") ? [] : [.. Events.Where(name => !events.Contains(name.ToLowerInvariant()))];

    /// <summary>The applications that ring phones, and that cel.conf does not name.</summary>
    public static IReadOnlyList<string> MissingApplications(AsteriskFile cel) => cel.List("general", "apps") is var apps
        && apps.Contains("all") ? [] : [.. Applications.Where(name => !apps.Contains(name))];

    // null: the user may not ask.
    private static async Task<bool?> ModuleAsync(AmiInspector asterisk, string module, CancellationToken token)
    {
        var reply = await asterisk.AskAsync(AmiActions.ModuleCheck(module), token);
        return reply.IsSuccess ? true : reply.Message.Contains("not loaded", StringComparison.OrdinalIgnoreCase)
            ? false : null;
    }

    private static IEnumerable<Finding> Settings(AsteriskFile cel, PbxManual manual)
    {
        if (!cel.IsOn("general", "enable"))
            yield return Finding.Error("Channel events are off.", manual.Cel("general", "enable = yes"));
        if (MissingEvents(cel) is { Count: > 0 } missing)
            yield return Finding.Error($"events lacks {string.Join(", ", missing)}.",
                manual.Cel("general", "events = ALL"));
        if (MissingApplications(cel) is { Count: > 0 } unheard)
            yield return Finding.Error($"apps lacks {string.Join(" and ", unheard)}, so that it is not known whom a "
                + "call rings.", manual.Cel("general", "apps = all"));
        if (!cel.IsOn("manager", "enabled"))
            yield return Finding.Error("Channel events are not sent to the manager interface.",
                manual.Cel("manager", "enabled = yes"));
    }

    private static IEnumerable<Finding> Mapping(AsteriskFile custom, CelFileOptions file, PbxManual manual)
    {
        var mapping = custom.Of("mappings")
            .FirstOrDefault(line => Path.GetFileName(file.File).Equals(line.Name, StringComparison.OrdinalIgnoreCase));
        if (mapping.Value is null)
        {
            yield return Finding.Error($"cel_custom.conf has no mapping for {Path.GetFileName(file.File)}.",
                "Name the file of a mapping in asterisk.cel.file, or add the mapping of Asterisk's sample to "
                + $"/etc/asterisk/{(manual.IsFreePbx ? "cel_custom_custom.conf" : "cel_custom.conf")}.");
            yield break;
        }
        var columns = CelMapping.ColumnsOf(mapping.Value);
        if (!Fields(columns).SequenceEqual(Fields(file.Columns)))
            yield return Finding.Error("asterisk.cel.columns are not those of the mapping in cel_custom.conf.",
                $"Set \"columns\": {JsonSerializer.Serialize(columns)}");
    }

    // Only the known columns count: the others may have any name.
    private static IEnumerable<string> Fields(IReadOnlyList<string> columns) =>
        columns.Select(name => CelColumns.FieldOf(name) is { } field ? CelColumns.NameOf(field) : "");
}
