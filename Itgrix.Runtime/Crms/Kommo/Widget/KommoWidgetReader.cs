using Itgrix.Runtime.Http;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Reads the <c>kommo.widget</c> part.</summary>
internal static class KommoWidgetReader
{
    private const string Calls = "password_hash", Settings = "settings_password_hash",
        Fix = "give the line that ./run.sh password prints.";

    /// <summary>The options; <c>null</c> when something is missing or wrong, which is recorded as a mistake.</summary>
    public static KommoWidgetOptions? Read(ConfigSection section, string baseFolder)
    {
        var login = section.Text("login");
        if (!section.Has("login"))
            section.Mistake("login", "is missing: give a name of your choice, to be typed into the widget's settings.");
        if (login is not null && (login.Contains(':') || login.Any(char.IsControl)))
            section.Mistake("login", "has a colon or a control character: give a name without.");
        if (!section.Has(Calls))
            section.Mistake(Calls, $"is missing: {Fix}");
        var (password, settings) = (Password(section, Calls, baseFolder), Password(section, Settings, baseFolder));
        if (settings is not null && settings.Text == password?.Text)
            section.Mistake(Settings, $"is that of {Calls}, which every user's browser has: choose another password.");
        var file = Path.GetFullPath(section.Text("file") ?? "kommo.widget.json", baseFolder);
        section.RejectUnknown();
        return login is null || password is null
            ? null : new(login, password, file) { SettingsPassword = settings };
    }

    private static PasswordHash? Password(ConfigSection section, string name, string baseFolder)
    {
        if (SecretReader.Read(section, name, baseFolder) is not { } text)
            return null;
        var hash = PasswordHash.Parse(text.Reveal());
        if (hash is null)
            section.Mistake(name, $"is no hash of a password: {Fix}");
        return hash;
    }
}
