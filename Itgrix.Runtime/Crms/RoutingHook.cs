using System.Globalization;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Json;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms;

/// <summary>
/// Runs customize_autodistribution: the input is what is known of the caller, the result is what the dialplan gets.
/// </summary>
internal sealed class RoutingHook(HookRunner hooks)
{
    // The reserve of time at the hook's timeout: for stopping the hook and for sending the answer.
    private const double Reserve = 0.05;

    public bool IsCustomized(Crm crm) => hooks.IsCustomized(HookOf(crm));

    /// <summary>Runs the hook; after a failure or a timeout the result of the search stays.</summary>
    public async Task<RoutingSettings> RunAsync(
        CallerSearch search, RoutingRequest request, string from, Deadline deadline)
    {
        var own = OwnFields(search);
        var input = search.Crm.Crm == Crm.Kommo
            ? KommoFields(own, search, request, from) : Bitrix24Fields(own, search, from);
        var data = await RunAsync(HookOf(search.Crm.Crm), input, deadline) ?? own;

        // Fields that a hook leaves out keep their values.
        string Text(string name) => JsonValues.Text(data.ContainsKey(name) ? data[name] : own[name]) ?? "";
        return new(Number(Text("number"), request, search.Crm.Crm), DisplayName.From(Text("name")));
    }

    private async Task<JsonObject?> RunAsync(HookDefinition hook, JsonObject input, Deadline deadline)
    {
        try
        {
            var max = deadline.Left * (1 - Reserve);
            // A running hook is stopped by its own timeout; one that waits, as for a worker, is abandoned.
            var outcome = await hooks.Run(hook, JsonBytes.From(input), max, deadline.Token).WaitAsync(deadline.Token);
            return outcome.Data;
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            RoutingLogMessages.HookTooLate(hook.Id, deadline.Elapsed);
            return null;
        }
    }

    private static HookDefinition HookOf(Crm crm) =>
        HookCatalog.Find(crm, HookName.CustomizeAutodistribution)!;

    private static JsonObject OwnFields(CallerSearch search) => new()
    {
        ["number"] = search.Crm.Distribution.ToResponsible ? search.Caller?.Extension ?? "" : "",
        ["name"] = search.Crm.Distribution.ShowsName ? DisplayName.From(search.Caller?.Entity.Name ?? "") : "",
    };

    // As the vendor does: these fields exist only when they are not empty.
    private static JsonObject Bitrix24Fields(JsonObject own, CallerSearch search, string from)
    {
        var input = own.DeepClone().AsObject();
        Add(input, "from", from);
        if (search.Caller?.Responsible is { } user)
            input["user"] = new JsonObject
            {
                ["id"] = Id(user.Id),
                ["phones"] = new JsonArray([.. user.Phones.Select(phone => (JsonNode)phone)]),
                ["name"] = user.Name,
                ["email"] = user.Email,
                ["position"] = user.Position,
            };
        if (search.Caller?.Entity is { } entity)
            input["entity"] = new JsonObject
            {
                ["type"] = entity.Type,
                ["id"] = Id(entity.Id),
                ["name"] = entity.Name,
                ["responsible_id"] = Id(entity.ResponsibleId),
            };
        Add(input, "error", search.Error);
        return input;
    }

    private static JsonObject KommoFields(
        JsonObject own, CallerSearch search, RoutingRequest request, string from)
    {
        var input = own.DeepClone().AsObject();
        Add(input, "from", from);
        Add(input, "trunk", request.Trunk);
        input["request_data"] = request.Data.DeepClone();
        if (search.Caller?.Entity is { } entity)
            input["entity"] = JsonNode.Parse(JsonBytes.From(entity.Write).Span);
        Add(input, "error", search.Error);
        return input;
    }

    private static void Add(JsonObject input, string name, string text)
    {
        if (text.Length > 0)
            input[name] = text;
    }

    // Bitrix24's ids are numbers here.
    private static JsonNode Id(string id) =>
        long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : id;

    private static string Number(string number, RoutingRequest request, Crm crm)
    {
        if (number.Length == 0 || DialValues.IsExtension(number))
            return number;
        if (DialValues.Dialled(number) is var dialled && DialValues.IsNumber(dialled))
            return dialled;
        RoutingLogMessages.NotDialled(request, crm, number);
        return "";
    }
}
