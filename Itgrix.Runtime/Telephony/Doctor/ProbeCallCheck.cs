using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>Calls an extension, and follows the call through Asterisk's channel events, live and stored.</summary>
/// <param name="extension">The extension to call.</param>
/// <param name="context">The context of the dialplan that it is in.</param>
internal sealed class ProbeCallCheck(AsteriskOptions options, string extension, string context, TimeProvider time)
    : IDoctorCheck
{
    private static readonly TimeSpan EventsLimit = TimeSpan.FromSeconds(20), StoreLimit = TimeSpan.FromSeconds(10),
        Look = TimeSpan.FromSeconds(1), MaxShift = TimeSpan.FromMinutes(2);

    private static readonly CelEvent[] Expected =
        [CelEvent.ChanStart, CelEvent.Answer, CelEvent.Hangup, CelEvent.LinkedIdEnd];

    public string Area => "probe call";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        var (id, began) = (NewId(), time.GetUtcNow());
        var heard = new HeardCall(id, new(options.TimeZone, time));
        await using var asterisk = await AmiInspector.ConnectAsync(options.Ami!, time, token, heard.TakeAsync);
        var called = OriginateResult.From(
            await asterisk.AskAsync(AmiActions.OriginateWait(id, extension, context), token));
        if (!called.IsAnswered)
        {
            yield return Finding.Error($"{extension} in {context} was not answered: {called.Message}.",
                "Name an extension that answers, such as an echo test (FreePBX: *43), and its context in "
                + "click_to_call.context");
            yield break;
        }
        await Task.WhenAny(heard.Ended, Task.Delay(EventsLimit, time, token));
        var records = heard.Records;
        var missing = Expected.Except(records.Select(record => record.Event)).ToList();
        var manual = await asterisk.ManualAsync(token);
        yield return missing.Count == 0 ? Finding.Good($"{extension} answered, and {records.Count} events came.")
            : Finding.Error($"{extension} answered, and {string.Join(", ", missing.Select(CelEvents.NameOf))} did not "
                + "come.", manual.Cel("general", "enable = yes, events = ALL, apps = all") + "; "
                + manual.Cel("manager", "enabled = yes"));
        if (records.Count > 0)
            yield return Time(records[0].Time - AmiTime.LocalTime(began, options.TimeZone));
        if (options.Cel is { } cel)
            yield return await StoredAsync(CelStores.Open(cel, options.TimeZone, time), id, began, token);
    }

    private static string NewId() => $"itgrix-doctor-{RandomNumberGenerator.GetInt32(1, int.MaxValue)}.1";

    private Finding Time(TimeSpan shift) => shift.Duration() <= MaxShift
        ? Finding.Good($"Its time is right in {options.TimeZone.Id}.")
        : Finding.Error($"Its time is {Math.Abs(shift.TotalHours):0.##} hours "
            + $"{(shift < TimeSpan.Zero ? "behind" : "ahead")}.",
            "Set asterisk.time_zone to the time zone of the Asterisk server");

    private async Task<Finding> StoredAsync(ICelStore store, string id, DateTimeOffset began, CancellationToken token)
    {
        // A day, because its time may be wrong as well.
        var from = AmiTime.LocalTime(began, options.TimeZone) - TimeSpan.FromDays(1);
        for (var end = time.GetUtcNow() + StoreLimit; time.GetUtcNow() < end; await Task.Delay(Look, time, token))
            await foreach (var record in store.ReadAsync(from, null, token))
                if (record.LinkedId == id)
                    return Finding.Good("It is in the stored channel events as well.");
        return Finding.Error("It is not in the stored channel events that asterisk.cel names.",
            "asterisk -rx \"cel show status\" lists where Asterisk stores them: docs/cel.md");
    }
}
