using Itgrix.Runtime.Http;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The <c>kommo.widget</c> part: the widget's credentials, and the file for its settings.</summary>
internal sealed record KommoWidgetOptions : ICheckedSettings
{
    private const string Fix = "give the line that ./run.sh password prints.",
        NoHash = $"is no hash of a password: {Fix}";

    [Setting("the login in the widget's settings; without a colon", Rule = nameof(LoginMistake),
        Missing = "give a name of your choice, to be typed into the widget's settings.")]
    public required string Login { get; init; }

    /// <summary>The hash of the password for calls, which every user's browser has.</summary>
    [Setting("the hash of the password for calls, from `./run.sh password`", Name = "password_hash", IsSecret = true,
        Missing = Fix, Rule = nameof(HashOf), Fix = NoHash)]
    public required PasswordHash Password { get; init; }

    /// <summary>The hash of the administrators' password for settings; <c>null</c>: settings are refused.</summary>
    [Setting("the hash of another password, which only administrators know", Name = "settings_password_hash",
        IsSecret = true, Rule = nameof(HashOf), Fix = NoHash, Default = "settings are refused")]
    public PasswordHash? SettingsPassword { get; init; }

    [Setting("whether login and password are enough although `kommo.client_secret` is set, by which the CRM's one-time "
        + "token of each request is verified: whoever has the password may call as any user", Name = "accept_password")]
    public bool AcceptsPassword { get; init; }

    [Setting("the file for the widget's settings, readable only by the service's user", IsPath = true)]
    public string File { get; init; } = "kommo.widget.json";

    public void Check(ConfigSection section)
    {
        if (SettingsPassword is not null && SettingsPassword.Text == Password?.Text)
            section.Mistake("settings_password_hash",
                "is that of password_hash, which every user's browser has: choose another password.");
    }

    private static string? LoginMistake(string login) => login.Contains(':') || login.Any(char.IsControl)
        ? "has a colon or a control character: give a name without." : null;

    private static PasswordHash? HashOf(string text) => PasswordHash.Parse(text);
}
