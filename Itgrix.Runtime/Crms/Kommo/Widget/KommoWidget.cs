using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Http;
using Microsoft.AspNetCore.Http;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The service's side of the widget: saves its settings, and makes the calls for its clicks.</summary>
internal sealed class KommoWidget(
    KommoWidgetOptions options, Uri account, KommoSettings settings,
    ClickToCall calls, BackgroundWorkQueue backlog, TimeProvider time)
{
    private static readonly ILogger Log = AppLog.For("widget");
    private static readonly TimeSpan CodeLimit = TimeSpan.FromMinutes(1);

    private readonly WidgetClicks _clicks = new(calls, backlog, time);
    private readonly SemaphoreSlim _saving = new(1);
    private string? _usedCode = settings.Saved?.UsedCode;

    /// <summary>Exchanges the integration's one-time code for tokens; <c>null</c> when codes are not used.</summary>
    public Func<string, CancellationToken, Task>? AcceptCode { get; init; }

    /// <summary>The allowed origin of requests.</summary>
    public Cors Cors { get; } = new(account);

    /// <summary>Handles settings that an administrator saved.</summary>
    public Task<JsonAnswer> SaveAsync(JsonElement body, WidgetSender from, CancellationToken token) =>
        CheckedAsync(from, async () =>
    {
        if (from.Token is { IsAdmin: false })
            return Refused(from, StatusCodes.Status403Forbidden, "no_admin",
                "Only administrators of the account may change the widget's settings.");
        var saved = WidgetSettings.Read(body);
        if (!saved.IsOf(account))
            return Refused(from, StatusCodes.Status403Forbidden, "other_account",
                $"The service works for {account.IdnHost}, these are the settings of "
                + $"{HttpAnswer.OneLine(saved.Account, 80)}.");
        // Every user's browser uses it: a wrong password is better reported now than at the first click.
        if (saved.CallPassword is { } typed && !options.Password.Fits(typed.Reveal()))
            return Refused(from, StatusCodes.Status422UnprocessableEntity, "wrong_call_password",
                "The password for calls is not that of kommo.widget.password_hash.");
        await _saving.WaitAsync(token);
        try
        {
            return await UseCodeAsync(saved) ?? Save(saved with { UsedCode = _usedCode });
        }
        finally
        {
            _saving.Release();
        }
    });

    /// <summary>Handles a user's click on a number.</summary>
    public Task<JsonAnswer> CallAsync(JsonElement body, WidgetSender from, CancellationToken token) =>
        CheckedAsync(from, async () =>
    {
        var call = WidgetCall.Read(body) with { From = from.Address };
        if (from.Token is { User: var sender } && sender != call.User)
            return Refused(from, StatusCodes.Status403Forbidden, "not_you",
                $"The request names user {call.User}, and is sent by user {sender}.");
        // No user may ring another's phone: the extension must match the settings that an administrator saved.
        if (!settings.Current.Users.TryGetValue(call.Extension, out var user) || user != call.User)
            return Refused(from, StatusCodes.Status403Forbidden, "not_your_extension", "The service does not know "
                + $"{DialValues.Shown(call.Extension)} as the extension of user {call.User}: "
                + "save the widget's settings again.");
        return await _clicks.RingAsync(call, token);
    });

    // The code is valid once: its exchange continues when the page is closed.
    private async Task<JsonAnswer?> UseCodeAsync(WidgetSettings saved)
    {
        if (AcceptCode is null || saved.AuthorizationCode is not { } code || saved.CodeMark == _usedCode)
            return null;
        using var limit = new CancellationTokenSource(CodeLimit, time);
        try
        {
            await AcceptCode(code.Reveal(), limit.Token);
        }
        catch (Exception error)
        {
            WidgetLogMessages.CodeRefused(Log, error);
            return JsonAnswer.Error(StatusCodes.Status409Conflict, "code_refused", "Nothing was saved, as the "
            + $"authorization code brought no tokens: {HttpAnswer.OneLine(error.Message, 300)}");
        }
        _usedCode = saved.CodeMark;
        return null;
    }

    private JsonAnswer Save(WidgetSettings saved)
    {
        try
        {
            settings.Save(saved);
        }
        catch (IOException error)
        {
            WidgetLogMessages.CannotSave(Log, error);
            return JsonAnswer.Error(StatusCodes.Status500InternalServerError, "not_saved",
                "The service cannot keep the settings; its log says why.");
        }
        WidgetLogMessages.Saved(Log, saved.Account, saved.Users.Count);
        return new(StatusCodes.Status200OK, new() { ["state"] = "saved", ["users"] = saved.Users.Count });
    }

    private static async Task<JsonAnswer> CheckedAsync(WidgetSender from, Func<Task<JsonAnswer>> answer)
    {
        try
        {
            return await answer();
        }
        catch (WidgetException error)
        {
            return Refused(from, StatusCodes.Status422UnprocessableEntity, "wrong_values", error.Message);
        }
    }

    private static JsonAnswer Refused(WidgetSender from, int status, string error, string message)
    {
        WidgetLogMessages.Refused(Log, $"{from}", message);
        return JsonAnswer.Error(status, error, message);
    }
}
