using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Doctor;

namespace Itgrix.Runtime.Service.Setup;

/// <summary>
/// A call that Asterisk makes as for a click in the CRM, followed through the running service to the CRMs.
/// </summary>
internal sealed class TestCall(ItgrixConfig config, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200), Limit = TimeSpan.FromMinutes(5),
        AfterTheEnd = TimeSpan.FromMinutes(1);

    /// <summary>Makes it, and reports each step as it is done.</summary>
    /// <param name="extension">The phone that rings first.</param>
    /// <param name="number">The number that is dialled then.</param>
    /// <returns>Whether every CRM has it.</returns>
    public async Task<bool> RunAsync(string extension, string number, Action<Finding> found, CancellationToken token)
    {
        var options = config.ClickToCall;
        var id = $"itgrix-{time.GetUtcNow().ToUnixTimeSeconds()}.1";
        var heard = new HeardCall(id, new(config.Asterisk.TimeZone, time));
        await using var asterisk = await AmiInspector.ConnectAsync(config.Asterisk.Ami!, time, token, heard.TakeAsync);
        var request = new OriginateRequest
        {
            Channel = options.Channel.Replace("{extension}", extension, StringComparison.Ordinal),
            Context = options.Context, Exten = number, CallerId = DialValues.Fill(options.CallerId, extension, number),
            Timeout = options.Timeout, ChannelId = id,
        };
        if (DialValues.ProblemOf(request) is { } problem)
        {
            found(Finding.Error(problem));
            return false;
        }
        found(Finding.Good($"{request.Channel} rings: pick up, let {number} answer, and hang up."));
        var result = OriginateResult.From(
            await asterisk.AskAsync(AmiActions.Originate(request, config.Asterisk.Ami!.ConnectTimeout), token));
        if (!result.IsAnswered)
        {
            found(Finding.Error($"{request.Channel} did not answer: {result.Message}.",
                "Set click_to_call.channel and context as the dialplan has them: docs/calls.md"));
            return false;
        }
        found(Finding.Good($"{request.Channel} answered, and {number} is dialled in {request.Context}."));
        return await FollowAsync(id, heard, found, token);
    }

    // The steps of a call are in the outbox until the call is complete.
    private async Task<bool> FollowAsync(string id, HeardCall heard, Action<Finding> found, CancellationToken token)
    {
        await using var store = await OutboxStore.OpenAsync(config.Outbox, time, token);
        var (seen, has) = (new HashSet<string>(), new HashSet<string>());
        var (isOver, end) = (false, time.GetUtcNow() + Limit);
        while (has.Count < config.Crms.Count && time.GetUtcNow() < end)
        {
            if (!isOver && heard.Ended.IsCompleted)
            {
                (isOver, end) = (true, time.GetUtcNow() + AfterTheEnd);
                found(Finding.Good($"The call ended, with {heard.Records.Count} events."));
            }
            foreach (var crm in config.Crms.Keys.Where(crm => !has.Contains(crm.Name)))
            {
                var call = await store.LoadAsync(new(crm, id), token);
                foreach (var step in call.Steps.Where(step => step.Method.Length > 0))
                    if (seen.Add($"{crm} {step.Name} {step.State} {step.Error}"))
                        found(Of(step, crm.Name));
                if (call is { IsComplete: true, Steps.Count: 0 } && has.Add(crm.Name))
                    found(Finding.Good($"{crm.Name} has the call."));
            }
            await Task.Delay(Look, time, token);
        }
        if (!isOver)
            found(Finding.Error("No end of the call was heard.", "./run.sh doctor --call EXTENSION"));
        foreach (var crm in config.Crms.Keys.Where(crm => !has.Contains(crm.Name)))
            found(Finding.Error($"{crm.Name} does not have the call yet.",
                "./run.sh outbox --all, and the log: journalctl -u itgrix -n 50"));
        return has.Count == config.Crms.Count;
    }

    private static Finding Of(OutboxRequest step, string crm) => step.State switch
    {
        StepState.Done => Finding.Good($"{crm}: {step.Method} is done."),
        StepState.Waiting => step.Error.Length == 0 ? Finding.Good($"{crm}: {step.Method} is sent.")
            : Finding.Warning($"{crm}: {step.Method} waits: {step.Error}", "./run.sh outbox --all"),
        StepState.Discarded => Finding.Good($"{crm}: {step.Method} was cancelled by a hook."),
        _ => Finding.Error($"{crm}: {step.Method} is a dead letter: {step.Error}", "./run.sh outbox"),
    };
}
