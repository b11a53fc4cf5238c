using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The portal's events that the service gets: it asks the portal for those that are missing.</summary>
/// <param name="client">Calls the portal.</param>
/// <param name="publicUrl">Where the portal reaches the service.</param>
internal sealed class Bitrix24Bindings(Bitrix24ApiClient client, Uri publicUrl)
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    private static readonly (string Event, string Path)[] Wanted =
    [
        ("ONEXTERNALCALLSTART", Bitrix24EventRoute.Path), ("ONEXTERNALCALLBACKSTART", Bitrix24EventRoute.Path),
        // The page's first opening brings no token of the events: this event does, once the installation is finished.
        ("ONAPPINSTALL", Bitrix24Connection.Path), ("ONAPPUNINSTALL", Bitrix24Connection.Path),
    ];

    /// <summary>Binds what is missing, and unbinds what goes to another address of the service.</summary>
    /// <returns>Why not all is bound; empty when it is.</returns>
    public async Task<string> BindAsync(CancellationToken token)
    {
        var bound = BitrixJson.Items((await client.CallAsync("event.get", null, token)).Result)
            .Select(row => (Event: BitrixJson.Text(row, "event").ToUpperInvariant(),
                Handler: BitrixJson.Text(row, "handler"))).ToList();
        var problems = new List<string>();
        foreach (var (name, path) in Wanted)
        {
            var handler = new Uri(publicUrl, path.TrimStart('/')).AbsoluteUri;
            if (!bound.Contains((name, handler)))
                await TryAsync("event.bind", name, handler);
            foreach (var (_, other) in bound.Where(one => one.Event == name && one.Handler != handler))
                await TryAsync("event.unbind", name, other);
        }
        return string.Join(" ", problems);

        async Task TryAsync(string method, string name, string handler)
        {
            try
            {
                await client.CallAsync(method, new() { ["event"] = name, ["handler"] = handler }, token);
                Bitrix24LogMessages.Bound(Log, method, name, handler);
            }
            catch (CrmException error) when (Bitrix24Refusals.IsBound(error))
            {
                // Two installations at the same time.
            }
            catch (CrmException error) when (error.Failure is CrmFailure.Rejected or CrmFailure.Forbidden)
            {
                problems.Add($"{name} is not sent to the service: {error.Message}");
            }
        }
    }
}
