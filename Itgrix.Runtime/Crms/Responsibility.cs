using Itgrix.Hooks;
using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms;

/// <summary>Decides which employee is responsible for a call.</summary>
internal static class Responsibility
{
    /// <summary>The employee who answered, else as configured for missed calls; only active users.</summary>
    /// <param name="context">The call.</param>
    /// <param name="options">The settings.</param>
    /// <param name="ofClient">Finds the responsible employee of the client; <c>null</c> when there is none.</param>
    /// <param name="isActive">Whether a user is active.</param>
    public static async Task<long> ForAsync(
        CallContext context, CrmCallOptions options, Func<Task<long?>> ofClient, Func<long, Task<bool>> isActive)
    {
        if (!IsOfClient(context, options))
            return IsMissed(context) && options.MissedResponsible == MissedResponsible.DefaultUser
                ? options.DefaultUser : CallEmployees.IdOf(Called(context)) ?? options.DefaultUser;
        return await ofClient() is { } id && await isActive(id) ? id
            : CallEmployees.IdOf(context.Call.LastConversation) ?? options.DefaultUser;
    }

    /// <summary>Those who take the place of that employee when the CRM refuses them, before the default user.</summary>
    public static IReadOnlyList<long> Next(CallContext context, CrmCallOptions options) =>
        IsOfClient(context, options) && CallEmployees.IdOf(context.Call.LastConversation) is { } last ? [last] : [];

    /// <summary>The responsible employee of a client or lead; <c>null</c> when there is none.</summary>
    public static long? Of(Entity? entity) => long.TryParse(entity?.ResponsibleId, out var id) && id > 0 ? id : null;

    private static bool IsOfClient(CallContext context, CrmCallOptions options) =>
        IsMissed(context) && options.MissedResponsible == MissedResponsible.Client;

    private static bool IsMissed(CallContext context) => context.Call.Channel.Type != CallType.Outgoing
        && !context.Call.WasAnswered && context.Stage.Stage == CallStage.CallEnded;

    private static Conversation? Called(CallContext context) =>
        IsMissed(context) ? context.Call.LastConversation : context.Conversation;
}
