using System.Runtime.CompilerServices;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>A look into a portal: its rights, the events that it sends, its employees.</summary>
internal sealed class Bitrix24Inspection : ICrmInspection
{
    private static readonly string[] Rights = ["telephony", "crm", "user", "task"];

    private static readonly string[] Events = ["ONEXTERNALCALLSTART", "ONEXTERNALCALLBACKSTART"];

    private readonly Bitrix24Options _options;
    private readonly Bitrix24ApiClient _client;
    private readonly Bitrix24Users _users;

    /// <param name="isRunning">The service runs, and owns the tokens.</param>
    public Bitrix24Inspection(Bitrix24Options options, bool isRunning, TimeProvider time)
    {
        _options = options;
        ITokenStore? tokens = options.OAuth is { } oauth ? new FileTokenStore(oauth.Tokens) : null;
        _client = new(options, tokens is not null && isRunning ? new BorrowedTokens(tokens) : tokens, time);
        _users = new(_client, time) { DefaultUser = () => options.Calls.DefaultUser };
    }

    public Employees Employees => _users;

    public string ExtensionFix =>
        "In Bitrix24: Telephony > Configure telephony > Telephony users > the employee > Extension number";

    public async IAsyncEnumerable<Finding> AccessAsync([EnumeratorCancellation] CancellationToken token)
    {
        var scope = (await _client.CallAsync("scope", null, token)).Result;
        yield return Finding.Good($"{_options.Portal} lets us in.");
        var given = scope.ValueKind == JsonValueKind.Array
            ? scope.EnumerateArray().Select(right => right.ToString()).ToHashSet() : [];
        var missing = Rights.Where(right => !given.Contains(right)).ToList();
        yield return missing.Count == 0 ? Finding.Good($"It gives the rights {string.Join(", ", Rights)}.")
            : Finding.Error($"It does not give the rights {string.Join(", ", missing)}.", "In Bitrix24: Developer "
                + $"resources > Integrations > the {(_options.OAuth is null ? "webhook" : "application")} > rights");
        foreach (var finding in _options.OAuth is null ? OfWebhook() : await EventsAsync(token))
            yield return finding;
    }

    public async Task<Employee?> ByExtensionAsync(string extension, CancellationToken token) =>
        await _users.ByPhoneAsync(extension, token);

    public async ValueTask DisposeAsync()
    {
        _users.Dispose();
        await _client.DisposeAsync();
    }

    private static IEnumerable<Finding> OfWebhook() =>
    [
        Finding.Warning("Access is by a webhook: portals let only applications register calls, and send them the "
            + "clicks on a number.", "Set bitrix24.oauth in place of bitrix24.webhook: docs/bitrix24.md"),
    ];

    private async Task<List<Finding>> EventsAsync(CancellationToken token)
    {
        List<Finding> found = [];
        if (_options.ApplicationToken is null)
            found.Add(Finding.Warning("bitrix24.application_token is not set: clicks on a number are refused.",
                "Set it to the token that the portal sends with each event: docs/bitrix24.md"));
        var bound = (await _client.CallAsync("event.get", null, token)).Result;
        var names = BitrixJson.Items(bound).Select(one => BitrixJson.Text(one, "event").ToUpperInvariant()).ToHashSet();
        var missing = Events.Where(name => !names.Contains(name)).ToList();
        found.Add(missing.Count == 0 ? Finding.Good("The portal sends clicks on a number, and callbacks.")
            : Finding.Warning($"The portal does not send {string.Join(" and ", missing)}.",
                "Bind the events to this service's /bitrix24/events: docs/bitrix24.md"));
        return found;
    }
}
