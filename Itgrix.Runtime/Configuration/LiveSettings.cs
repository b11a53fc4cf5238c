namespace Itgrix.Runtime.Configuration;

/// <summary>Which settings apply to the next call, without a restart.</summary>
internal static class LiveSettings
{
    private static readonly string[] Live =
    [
        "numbers", "extensions", "customizer.enabled", "customizer.timeout", "customizer.methods",
        .. new[]
        {
            "create", "default_user", "missed_responsible", "card", "users", "only_users", "pipeline", "status", "tag",
            "take_over", "task_on_missed", "task_on_new_contact", "distribution", "recording_link",
        }.Select(name => $"kommo.{name}"),
    ];

    /// <summary>Whether a setting is one of them.</summary>
    /// <param name="path">As <see cref="ConfigChanges"/> names it.</param>
    public static bool IsLive(string path) =>
        // How PHP files run is decided when their workers start.
        !(path.StartsWith("customizer.methods.", StringComparison.Ordinal) && path.EndsWith(".php_mode", StringComparison.Ordinal))
        && Array.Exists(Live, live => path == live || path.StartsWith($"{live}.", StringComparison.Ordinal));

    /// <summary>What the service was started with, with these settings of a newer version.</summary>
    public static ItgrixConfig Applied(ItgrixConfig started, ItgrixConfig next) => started with
    {
        Source = next.Source,
        Numbers = next.Numbers,
        Extensions = next.Extensions,
        Kommo = started.Kommo is { } kommo && next.Kommo is { } changed ? kommo with { Calls = changed.Calls } : started.Kommo,
        Customizer = started.Customizer with
        {
            Enabled = next.Customizer.Enabled,
            Timeout = next.Customizer.Timeout,
            Methods = next.Customizer.Methods,
        },
    };
}
