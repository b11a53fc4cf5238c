namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The culture of code that names none.</summary>
internal static class Cultures
{
    /// <summary>
    /// Numbers and dates in replies are formatted as JSON has them, whatever the machine's language is. A script may
    /// choose another culture, which lasts until its call ends.
    /// </summary>
    public static void UseInvariant()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
    }
}
