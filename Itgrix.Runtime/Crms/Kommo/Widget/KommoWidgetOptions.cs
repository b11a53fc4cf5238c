using Itgrix.Runtime.Http;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>The <c>kommo.widget</c> part: what the widget must know, and where its settings are kept.</summary>
/// <param name="Login">What is typed into the widget's settings.</param>
/// <param name="Password">Of calls: every user's browser has it.</param>
/// <param name="File">What the widget saved last.</param>
internal sealed record KommoWidgetOptions(string Login, PasswordHash Password, string File)
{
    /// <summary>Of the settings, for administrators only; <c>null</c>: no settings are taken.</summary>
    public PasswordHash? SettingsPassword { get; init; }
}
