using Itgrix.Hooks;
using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms;

/// <summary>Decides which employee is responsible for a call.</summary>
internal static class Responsibility
{
    /// <summary>The employee who answered, else as configured for missed calls.</summary>
    /// <param name="context">The call.</param>
    /// <param name="options">The settings.</param>
    /// <param name="ofClient">Finds the responsible employee of the client; <c>null</c> when there is none.</param>
    public static async Task<long> ForAsync(CallContext context, CrmCallOptions options, Func<Task<long?>> ofClient)
    {
        if (context.Call.Channel.Type == CallType.Outgoing || context.Call.WasAnswered
            || context.Stage.Stage != CallStage.CallEnded)
            return CallEmployees.IdOf(context.Conversation) ?? options.DefaultUser;
        var last = CallEmployees.IdOf(context.Call.LastConversation) ?? options.DefaultUser;
        return options.MissedResponsible switch
        {
            MissedResponsible.Client => await ofClient() ?? last,
            MissedResponsible.LastUser => last,
            _ => options.DefaultUser,
        };
    }

    /// <summary>The responsible employee of a client or lead; <c>null</c> when there is none.</summary>
    public static long? Of(Entity? entity) => long.TryParse(entity?.ResponsibleId, out var id) && id > 0 ? id : null;
}
