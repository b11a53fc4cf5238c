using Itgrix.Runtime.Crms;

namespace Itgrix.Runtime.Service;

/// <summary>The settings that apply to the next call, without a restart.</summary>
internal static class LiveSettings
{
    private static readonly string[] Live =
    [
        "log", "numbers", "extensions", "customizer.enabled", "customizer.timeout", "customizer.methods",
        .. CrmModules.All.SelectMany(SettingsOf),
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
        Crms = started.Crms.ToDictionary(
            crm => crm.Key,
            crm => next.Crms.TryGetValue(crm.Key, out var other) ? crm.Value.WithLive(other) : crm.Value),
        Customizer = started.Customizer with
        {
            Enabled = next.Customizer.Enabled,
            Timeout = next.Customizer.Timeout,
            Methods = next.Customizer.Methods,
        },
    };

    // A CRM is added or removed only by a restart.
    private static bool HasCrm(string path, ItgrixConfig config) =>
        CrmModules.All.FirstOrDefault(module => module.Crm.Id == path.Split('.')[0]) is not { } module
        || config.Crms.ContainsKey(module.Crm);

    // The call settings of every CRM, and those of this one only.
    private static IEnumerable<string> SettingsOf(ICrmModule module) => new[]
    {
        "create", "default_user", "missed_responsible", "card", "task_on_missed", "task_on_new_contact", "distribution",
        "recording_link",
    }.Concat(module.LiveSettings).Select(name => $"{module.Crm.Id}.{name}");
}
