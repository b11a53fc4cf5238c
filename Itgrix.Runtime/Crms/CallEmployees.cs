using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms;

/// <summary>Finds the employees of a call.</summary>
/// <param name="byPhone">Finds the employee with a phone number.</param>
/// <param name="byId">Finds the employee with an id.</param>
internal sealed class CallEmployees(
    Func<string, CancellationToken, Task<Employee?>> byPhone, Func<long, CancellationToken, Task<Employee?>> byId)
{
    /// <summary>
    /// Finds the employees of the conversations; an employee who was found stays the same for the whole call.
    /// </summary>
    public async Task KnowAsync(CallContext context, CancellationToken token)
    {
        var conversations = new Dictionary<string, Conversation>();
        foreach (var (id, conversation) in context.Call.Conversations)
        {
            var employee = await EmployeeAsync(context, id, conversation, token);
            conversations[id] = conversation with { User = employee?.ToUser() };
        }
        context.Call = context.Call with { Conversations = conversations };
    }

    /// <summary>Finds the employees as far as they are known, without storing them for the call.</summary>
    public async Task KnowSoFarAsync(CallContext context, CancellationToken token)
    {
        var conversations = new Dictionary<string, Conversation>();
        foreach (var (id, conversation) in context.Call.Conversations)
        {
            var employee = context.Steps.Has($"user {id}") ? await EmployeeAsync(context, id, conversation, token)
                : conversation.Employee.Best is { Length: > 0 } phone ? await byPhone(phone, token) : null;
            conversations[id] = conversation with { User = employee?.ToUser() };
        }
        context.Call = context.Call with { Conversations = conversations };
    }

    /// <summary>The CRM's id of the employee who talked or was called; <c>null</c> when it is not known.</summary>
    public static long? IdOf(Conversation? conversation) => long.TryParse(
        conversation?.User?.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task<Employee?> EmployeeAsync(
        CallContext context, string id, Conversation conversation, CancellationToken token)
    {
        if (conversation.Employee.Best.Length == 0)
            return null;
        var known = await context.Steps.OnceAsync($"user {id}", async stop =>
            await byPhone(conversation.Employee.Best, stop) is { } user ? JsonValue.Create(user.Id) : null, token);
        return known is null ? null : await byId(known.GetValue<long>(), token);
    }
}
