using Itgrix.Runtime.Http;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The <c>kommo.widget</c> part: the widget's credentials, and the file for its settings.</summary>
/// <param name="Login">The login in the widget's settings.</param>
/// <param name="Password">The hash of the password for calls, which every user's browser has.</param>
/// <param name="File">The file for the widget's settings.</param>
internal sealed record KommoWidgetOptions(string Login, PasswordHash Password, string File)
{
    /// <summary>The hash of the administrators' password for settings; <c>null</c>: settings are refused.</summary>
    public PasswordHash? SettingsPassword { get; init; }
}
