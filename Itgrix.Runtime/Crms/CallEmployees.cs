using System.Globalization;
using System.Text.Json.Nodes;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms;

/// <summary>Who of the company is in a call.</summary>
/// <param name="byPhone">Whose phone it is.</param>
/// <param name="byId">Who has the id.</param>
internal sealed class CallEmployees(
    Func<string, CancellationToken, Task<Employee?>> byPhone, Func<long, CancellationToken, Task<Employee?>> byId)
{
    /// <summary>
    /// Finds the employees of the conversations; one that was found stays the same for the whole call.
    /// </summary>
    public async Task KnowAsync(CallContext call, CancellationToken token)
    {
        var conversations = new Dictionary<string, Conversation>();
        foreach (var (id, conversation) in call.Call.Conversations)
        {
            var employee = await EmployeeAsync(call, id, conversation, token);
            conversations[id] = conversation with { User = employee?.ToUser() };
        }
        call.Call = call.Call with { Conversations = conversations };
    }

    /// <summary>The CRM's id of who talked or was asked; <c>null</c> when he is not known.</summary>
    public static long? IdOf(Conversation? conversation) => long.TryParse(
        conversation?.User?.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private async Task<Employee?> EmployeeAsync(
        CallContext call, string id, Conversation conversation, CancellationToken token)
    {
        if (conversation.Employee.Best.Length == 0)
            return null;
        var known = await call.Steps.OnceAsync($"user {id}", async stop =>
            await byPhone(conversation.Employee.Best, stop) is { } user ? JsonValue.Create(user.Id) : null, token);
        return known is null ? null : await byId(known.GetValue<long>(), token);
    }
}
