using System.Runtime.CompilerServices;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Crms.OAuth;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony;

namespace Itgrix.Runtime.Crms.Kommo;

/// <summary>A look into an account: its access, the field for numbers, its users.</summary>
internal sealed class KommoInspection : ICrmInspection
{
    private readonly KommoOptions _options;
    private readonly KommoSettings _settings;
    private readonly KommoApiClient _client;
    private readonly KommoApi _api;
    private readonly KommoUsers _users;

    /// <param name="isRunning">The service runs, and owns the tokens.</param>
    public KommoInspection(KommoOptions options, bool isRunning, TimeProvider time)
    {
        var tokens = new FileTokenStore(options.Tokens);
        (_options, _settings) = (options, KommoSettings.From(options));
        _client = new(options, isRunning ? new BorrowedTokens(tokens) : tokens, time);
        _api = new(_client);
        _users = new(_api, time)
        {
            DefaultUser = () => _settings.Current.DefaultUser,
            ExtensionOf = user => _settings.Current.ExtensionOf(user),
        };
    }

    public Employees Employees => _users;

    public string ExtensionFix => "Set \"users\": {\"EXTENSION\": ID OF THE USER} in the configuration's section kommo"
        + (_options.Widget is null ? "" : ", or choose the users in the widget's settings");

    public async IAsyncEnumerable<Finding> AccessAsync([EnumeratorCancellation] CancellationToken token)
    {
        var account = await _api.AccountAsync(token);
        yield return Finding.Good($"{_options.Account.Host} lets us in: {account.Text("name") ?? "no name"}.");
        var facts = await KommoAccountInfo.ReadAsync(_api, token);
        yield return facts.Pipeline is null
            ? Finding.Warning("The account has no main pipeline, so that no lead can be created.",
                "In Kommo: Leads > Pipelines: make one the main pipeline")
            : Finding.Good("Contacts have a field for numbers, and there is a main pipeline.");
        if (_options.Widget is null)
            yield return Finding.Warning("There is no widget, so that no click on a number makes a call.",
                "Set kommo.widget and upload the widget: docs/widget.md");
    }

    public async Task<Employee?> ByExtensionAsync(string extension, CancellationToken token) =>
        _settings.Current.Users.TryGetValue(extension, out var id)
            ? await _users.ByIdAsync(id, token) : await _users.ByPhoneAsync(extension, token);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        _users.Dispose();
    }
}
