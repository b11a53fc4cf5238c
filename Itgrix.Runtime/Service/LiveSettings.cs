namespace Itgrix.Runtime.Service;

/// <summary>The settings that apply to the next call, without a restart.</summary>
internal static class LiveSettings
{
    private static readonly string[] Live =
    [
        "log", "numbers", "extensions", "customizer.enabled", "customizer.timeout", "customizer.methods",
        .. SettingsOf("bitrix24", "source", "recording", "add_to_chat", "lines", "callback_extension"),
        .. SettingsOf("kommo", "users", "only_users", "pipeline", "status", "tag", "take_over"),
    ];

    /// <summary>Whether a setting is one of them.</summary>
    /// <param name="path">Its name by <see cref="ConfigChanges"/>.</param>
    /// <param name="started">The configuration at the start.</param>
    /// <param name="next">The newer version.</param>
    public static bool IsLive(string path, ItgrixConfig started, ItgrixConfig next) =>
        // The mode of PHP files is decided when their workers start.
        !(path.StartsWith("customizer.methods.", StringComparison.Ordinal)
            && path.EndsWith(".php_mode", StringComparison.Ordinal))
        && HasCrm(path, started) && HasCrm(path, next)
        && Array.Exists(Live, live => path == live || path.StartsWith($"{live}.", StringComparison.Ordinal));

    /// <summary>The configuration at the start, with the live settings of a newer version.</summary>
    public static ItgrixConfig Applied(ItgrixConfig started, ItgrixConfig next) => started with
    {
        Source = next.Source,
        Log = next.Log,
        Numbers = next.Numbers,
        Extensions = next.Extensions,
        Bitrix24 = started.Bitrix24 is { } bitrix24 && next.Bitrix24 is { } other
            ? bitrix24 with { Calls = other.Calls } : started.Bitrix24,
        Kommo = started.Kommo is { } kommo && next.Kommo is { } changed
            ? kommo with { Calls = changed.Calls } : started.Kommo,
        Customizer = started.Customizer with
        {
            Enabled = next.Customizer.Enabled,
            Timeout = next.Customizer.Timeout,
            Methods = next.Customizer.Methods,
        },
    };

    // A CRM is added or removed only by a restart.
    private static bool HasCrm(string path, ItgrixConfig config) => path.Split('.')[0] switch
    {
        "bitrix24" => config.Bitrix24 is not null,
        "kommo" => config.Kommo is not null,
        _ => true,
    };

    // The call settings of every CRM, and those of this one only.
    private static IEnumerable<string> SettingsOf(string crm, params IEnumerable<string> own) => new[]
    {
        "create", "default_user", "missed_responsible", "card", "task_on_missed", "task_on_new_contact", "distribution",
        "recording_link",
    }.Concat(own).Select(name => $"{crm}.{name}");
}
