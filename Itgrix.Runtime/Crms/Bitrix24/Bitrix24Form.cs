namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The fields of a form that a portal, or anybody else, sent.</summary>
internal static class Bitrix24Form
{
    private const int MaxFields = 100, MaxName = 100, MaxValue = 2000;

    /// <returns>The fields, or the mistake in the form.</returns>
    public static (IReadOnlyDictionary<string, string>? Fields, string Problem) Read(
        IEnumerable<KeyValuePair<string, string>> form)
    {
        var fields = new Dictionary<string, string>();
        foreach (var (name, value) in form)
        {
            if (name.Length > MaxName || value.Length > MaxValue)
                return (null, $"a field is longer than {MaxValue} characters, or its name than {MaxName}.");
            // Of two values for one field, one reader may take the first and another the last.
            if (!fields.TryAdd(name, value))
                return (null, "a field is there twice.");
            if (fields.Count > MaxFields)
                return (null, $"there are more than {MaxFields} fields.");
        }
        return (fields, "");
    }
}
