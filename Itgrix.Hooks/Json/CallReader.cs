using System.Globalization;
using System.Text.Json;

namespace Itgrix.Hooks.Json;

/// <summary>
/// Reads the fields of one object of a call, tolerant of PHP's conversions. By hand and not by a serializer:
/// a hook's first call waits for no code generation, and every other one takes half the time.
/// </summary>
internal readonly struct CallReader(JsonElement json)
{
    private readonly List<string> _asked = new(16);

    /// <summary>A text; numbers keep theirs, as PHP passes ids; what PHP prints as nothing is empty.</summary>
    public string Text(string name) => Text(Find(name));

    /// <summary>A flag; true is also 1, <c>"1"</c> or <c>"true"</c>.</summary>
    public bool Flag(string name) => Find(name) is var value && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.String => value.ValueEquals("1"u8) || value.ValueEquals("true"u8),
        _ => false,
    };

    /// <summary>A whole number, also as text; anything else is 0.</summary>
    public int Number(string name) => Find(name) is var value && value.ValueKind == JsonValueKind.Number
        ? value.TryGetInt32(out var number) ? number : (int)Math.Clamp(value.GetDouble(), int.MinValue, int.MaxValue)
        : int.TryParse(Text(value), CultureInfo.InvariantCulture, out var parsed) ? parsed : 0;

    /// <summary>
    /// A time of the Asterisk server; <c>null</c> for <see cref="CallTime.None"/> and anything that is not a time.
    /// </summary>
    public DateTime? Time(string name) => CallTime.Parse(Text(Find(name)));

    /// <summary>The index of a name in a list; any other text is the first.</summary>
    public int Name(string name, string[] names)
    {
        var value = Find(name);
        for (var index = names.Length - 1; index > 0; index--)
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(names[index]))
                return index;
        return 0;
    }

    /// <summary>JSON that is kept unchanged.</summary>
    public JsonElement Raw(string name) => Find(name);

    /// <summary>A part; <c>null</c> unless it is an object: PHP writes an empty one as <c>[]</c>.</summary>
    public T? Part<T>(string name, Func<JsonElement, T> read) where T : class =>
        Find(name) is { ValueKind: JsonValueKind.Object } part ? read(part) : null;

    /// <summary>A part that is always there, if without fields.</summary>
    public T PartOrNew<T>(string name, Func<JsonElement, T> read) where T : class, new() => Part(name, read) ?? new();

    /// <summary>A list of texts.</summary>
    public IReadOnlyList<string> Texts(string name) => Items(name, _ => true, Text);

    /// <summary>A list of parts.</summary>
    public IReadOnlyList<T> Parts<T>(string name, Func<JsonElement, T> read) =>
        Items(name, item => item.ValueKind == JsonValueKind.Object, read);

    /// <summary>Parts by name, in their order.</summary>
    public IReadOnlyDictionary<string, T> Map<T>(string name, Func<JsonElement, T> read)
    {
        var parts = new Dictionary<string, T>();
        if (Find(name) is { ValueKind: JsonValueKind.Object } map)
            foreach (var part in map.EnumerateObject())
                if (part.Value.ValueKind == JsonValueKind.Object)
                    parts[part.Name] = read(part.Value);
        return parts;
    }

    /// <summary>The fields that were not read; <c>null</c> when there are none. To be called last.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown()
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        Dictionary<string, JsonElement>? unknown = null;
        var next = 0;
        foreach (var property in json.EnumerateObject())
        {
            // Most often they come in the order in which they are read.
            if (next < _asked.Count && property.NameEquals(_asked[next]))
                next++;
            else if (!_asked.Exists(property.NameEquals))
                (unknown ??= [])[property.Name] = property.Value;
        }
        return unknown;
    }

    private JsonElement Find(string name)
    {
        _asked.Add(name);
        return json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;
    }

    // PHP writes a list with gaps as an object; its values are the items.
    private IReadOnlyList<T> Items<T>(string name, Func<JsonElement, bool> wanted, Func<JsonElement, T> read)
    {
        var list = Find(name);
        var items = new List<T>();
        if (list.ValueKind == JsonValueKind.Array)
            foreach (var item in list.EnumerateArray())
                Add(item);
        else if (list.ValueKind == JsonValueKind.Object)
            foreach (var item in list.EnumerateObject())
                Add(item.Value);
        return items;

        void Add(JsonElement item)
        {
            if (wanted(item))
                items.Add(read(item));
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "1",
        _ => "",
    };
}
