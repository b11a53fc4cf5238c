using System.Collections.Concurrent;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>
/// Makes the calls that users of the account ask for: the response comes when the phone has failed to ring, else as
/// soon as it is likely to ring.
/// </summary>
internal sealed class WidgetClicks(ClickToCall calls, BackgroundWorkQueue backlog, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("click");

    // An unreachable phone is refused at once; nobody wants to look at the page for longer than this.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, WidgetCall> _ringing = [];

    public async Task<JsonAnswer> RingAsync(WidgetCall call, CancellationToken token)
    {
        if (!_ringing.TryAdd(call.Extension, call))
            return Refused(call, JsonAnswer.Error(StatusCodes.Status409Conflict, "rings_already",
                $"The phone {call.Extension} rings already: take it, or let it ring out."));
        var start = new TaskCompletionSource<OriginateOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!backlog.TryAdd(stop => MakeAsync(call, start, stop)))
        {
            _ringing.TryRemove(call.Extension, out _);
            return Refused(call, JsonAnswer.Error(StatusCodes.Status503ServiceUnavailable, "busy",
                "Too many calls are being made: try again.") with { RetryAfter = TimeSpan.FromSeconds(5) });
        }
        try
        {
            return AnswerTo(call, await start.Task.WaitAsync(Timeout, time, token));
        }
        catch (TimeoutException)
        {
            return Accepted(call, "ringing");
        }
    }

    private async Task MakeAsync(WidgetCall call, TaskCompletionSource<OriginateOutcome> start, CancellationToken stop)
    {
        try
        {
            start.SetResult(await calls.RingAsync(
                new(Crm.Kommo, call.Extension, call.Number, call.ToJson())
                    { AskedBy = NameOf(call) },
                (_, _) => Task.CompletedTask, stop));
        }
        catch (Exception error)
        {
            start.SetResult(new(CallStartKind.Refused, "", "the service could not make it; its log says why."));
            if (error is not OperationCanceledException)
                throw;
        }
        finally
        {
            _ringing.TryRemove(call.Extension, out _);
        }
    }

    private static string NameOf(WidgetCall call) => $"user {call.User} of the widget at {call.From}";

    private static JsonAnswer Refused(WidgetCall call, JsonAnswer answer)
    {
        ClickLogMessages.NotAllowed(Log, NameOf(call), $"{answer.Body["message"]}");
        return answer;
    }

    private static JsonAnswer AnswerTo(WidgetCall call, OriginateOutcome start) => start.Kind switch
    {
        CallStartKind.Taken => Accepted(call, "taken"),
        CallStartKind.Unknown => Accepted(call, "ringing"),
        CallStartKind.NotAllowed => JsonAnswer.Error(
            StatusCodes.Status422UnprocessableEntity, "not_allowed", start.Reason),
        CallStartKind.NotConnected => JsonAnswer.Error(StatusCodes.Status409Conflict, "not_connected", start.Reason),
        CallStartKind.NotTaken => JsonAnswer.Error(StatusCodes.Status409Conflict, "not_taken", start.Reason),
        _ => JsonAnswer.Error(StatusCodes.Status409Conflict, "refused", start.Reason),
    };

    private static JsonAnswer Accepted(WidgetCall call, string state) =>
        new(StatusCodes.Status200OK, new() { ["state"] = state, ["extension"] = call.Extension });
}
