using System.Globalization;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The culture that code runs in when it names none.</summary>
internal static class Cultures
{
    /// <summary>
    /// Whatever the machine's language is, numbers and dates in replies are written as JSON has them. A script may
    /// choose another culture for itself, until its call is over.
    /// </summary>
    public static void UseInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
