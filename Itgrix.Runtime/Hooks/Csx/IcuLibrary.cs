using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// The system's library of cultures, collation, normalization and Windows' time zone names, which scripts use as
/// under <c>dotnet script</c>. The service itself does not need it and starts without.
/// </summary>
internal static class IcuLibrary
{
    private static readonly ILogger Log = AppLog.For("hooks");

    // Versions that the runtime accepts. A process that requires ICU and finds none aborts.
    private const int Oldest = 60, Newest = 99;

    private static readonly Lazy<string?> Missing = new(() =>
    {
        if (Enumerable.Range(Oldest, Newest - Oldest + 1).Reverse().Any(IsInstalled))
            return null;
        HookLogMessages.NoCultures(Log, Text);
        return Text;
    });

    private const string Text =
        "scripts know only the invariant culture: no new CultureInfo, no sorting by language, no Normalize, no Windows "
        + "names of time zones. Install ICU and restart (Debian, Ubuntu: apt-get install '^libicu[0-9]+$').";

    /// <summary>What scripts lack and which package provides it; <c>null</c> when the library is installed.</summary>
    public static string? Problem => Missing.Value;

    /// <summary>
    /// Environment variable of a worker, which overrides the program's own setting: that one is the service's.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Variables
    {
        get
        {
            var invariant = Problem is null ? "0" : "1";
            return new Dictionary<string, string?>
            {
                ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = invariant,
                ["DOTNET_SYSTEM_GLOBALIZATION_PREDEFINED_CULTURES_ONLY"] = invariant,
            };
        }
    }

    private static bool IsInstalled(int version)
    {
        if (!NativeLibrary.TryLoad($"libicui18n.so.{version}", out var library))
            return false;
        NativeLibrary.Free(library);
        return true;
    }
}
