using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Http;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Handles the portal's events: an employee clicked a number, or a client wants a callback. Each event is judged at
/// once; the phones ring afterwards.
/// </summary>
/// <param name="callbackExtension">The extension that clients are connected to; <c>null</c> for none.</param>
internal sealed class Bitrix24Events(
    Func<string?> callbackExtension, ClickToCall calls, BackgroundWorkQueue backlog, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("click");

    private const int PhoneNotTaken = 480, Unavailable = 503, MaxCallId = 255;

    private readonly RecentEvents _recent = new(time);

    /// <summary>The extension of the employee with a USER_ID; <c>null</c> when there is none.</summary>
    public required Func<long, CancellationToken, Task<string?>> ExtensionOf { get; init; }

    /// <summary>
    /// Stores the portal's CALL_ID for a call before anything rings: linkedid, registration.
    /// </summary>
    public required Func<string, JsonObject, CancellationToken, Task> Note { get; init; }

    /// <summary>Finishes a call in the portal that was never connected.</summary>
    public required Func<FailedClick, CancellationToken, Task> NotRung { get; init; }

    /// <summary>Judges an event, and queues its work.</summary>
    public EventVerdict Take(Bitrix24Event asked) => asked.Name switch
    {
        "ONEXTERNALCALLSTART" => TakeClick(asked),
        "ONEXTERNALCALLBACKSTART" => TakeCallback(asked),
        _ => EventVerdict.Ignored,
    };

    private EventVerdict TakeClick(Bitrix24Event click)
    {
        if (!long.TryParse(click["USER_ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var user)
            || user == 0)
            return Malformed(click, $"data[USER_ID] is {DialValues.Shown(click["USER_ID"])}: it must be a user's id.");
        var id = click["CALL_ID"];
        if (id.Length is 0 or > MaxCallId || id.Any(character => character is <= ' ' or > '~'))
            return Malformed(click, $"data[CALL_ID] is {DialValues.Shown(id)}: it must be a call's id.");
        return Take(click, id, token => RingAsync(click, user, token));
    }

    private EventVerdict TakeCallback(Bitrix24Event callback)
    {
        var number = DialValues.Shown(callback["PHONE_NUMBER"]);
        if (callbackExtension() is { } extension)
            return Take(callback, $"{number} {DialValues.Shown(callback.Time)}", token => calls.RingAsync(
                new(Crm.Bitrix24, extension, callback["PHONE_NUMBER"], callback.ToJson())
                    { AskedBy = "a client on a form of the portal" },
                (_, _) => Task.CompletedTask, token));
        Bitrix24EventLogMessages.NoCallbackExtension(Log, number);
        return EventVerdict.Ignored;
    }

    private EventVerdict Take(Bitrix24Event asked, string key, Func<CancellationToken, Task> ring)
    {
        var (isNew, isTaken) = _recent.Add(key, () => backlog.TryAdd(ring));
        if (!isNew)
            Bitrix24EventLogMessages.Repeated(Log, key);
        else if (!isTaken)
            Bitrix24EventLogMessages.Full(Log, key, asked.From);
        return isTaken ? EventVerdict.Taken : isNew ? EventVerdict.Full : EventVerdict.Repeated;
    }

    private async Task RingAsync(Bitrix24Event click, long user, CancellationToken token)
    {
        var (id, registration) = (calls.NewId(), RegistrationOf(click));
        if (await StartAsync(id, click, user, registration, token) is not { IsOver: true } start)
            return;
        Bitrix24EventLogMessages.NotRung(Log, click["CALL_ID"], start.Reason);
        var status = start.Kind == CallStartKind.NotTaken ? PhoneNotTaken : Unavailable;
        try
        {
            await NotRung(new(id, registration, user, status, start.Reason), token);
        }
        catch (Exception error)
        {
            Bitrix24EventLogMessages.CannotFinish(Log, click["CALL_ID"], error);
        }
    }

    // Whatever fails here, the portal's call must not stay open.
    private async Task<OriginateOutcome> StartAsync(
        string id, Bitrix24Event click, long user, JsonObject registration, CancellationToken token)
    {
        try
        {
            if (await ExtensionOf(user, token) is not { Length: > 0 } extension)
                return new(CallStartKind.NotTaken, id,
                    $"user {user} has no extension: set one in the user's profile in the portal.");
            var request = new CallRequest(Crm.Bitrix24, extension, NumberOf(click), click.ToJson())
                { CallId = id, AskedBy = $"user {user} of the portal" };
            return await calls.RingAsync(request, (_, stop) => Note(id, registration, stop), token);
        }
        catch (Exception error) when (error is not OperationCanceledException || !token.IsCancellationRequested)
        {
            Bitrix24EventLogMessages.Broke(Log, click["CALL_ID"], error);
            return new(CallStartKind.Refused, id, $"it could not be made: {error.Message}");
        }
    }

    private static JsonObject RegistrationOf(Bitrix24Event click)
    {
        var registration = new JsonObject(
            from name in new[] { "CALL_ID", "CRM_ENTITY_TYPE", "CRM_ENTITY_ID", "CRM_CREATED_LEAD", "USER_ID" }
            where click[name].Length > 0
            select KeyValuePair.Create(name, (JsonNode?)click[name]));
        if (click.Created.Count > 0)
            registration["CRM_CREATED_ENTITIES"] = click.CreatedToJson();
        return registration;
    }

    private static string NumberOf(Bitrix24Event click) =>
        click["PHONE_NUMBER"] is { Length: > 0 } number ? number : click["PHONE_NUMBER_INTERNATIONAL"];

    private static EventVerdict Malformed(Bitrix24Event click, string problem)
    {
        Bitrix24EventLogMessages.Malformed(Log, click.From, problem);
        return EventVerdict.Malformed;
    }
}
