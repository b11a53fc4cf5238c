using Itgrix.Hooks.Json;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks;

/// <summary>
/// Named fields over the JSON object that carries them. A field that nobody named here is in <see cref="Fields"/> and
/// travels on; a field that nobody touched keeps its text.
/// </summary>
public abstract class HookData
{
    /// <summary>All fields by the names that the CRM and the vendor use, named here or not.</summary>
    public JObject Fields { get; internal set; } = [];

    /// <summary>Sets any field, named here or not, by its wire name.</summary>
    /// <param name="name">The wire name, for example <c>UF_CRM_1234</c>.</param>
    public JToken? this[string name]
    {
        get => Fields[name];
        set => Fields[name] = value;
    }

    /// <summary>The field as <typeparamref name="T"/>, <c>null</c> when absent or null.</summary>
    /// <exception cref="HookException">The field holds something that is no <typeparamref name="T"/>.</exception>
    protected T? Get<T>(string name)
    {
        var token = Fields[name];
        if (token is null or { Type: JTokenType.Null })
            return default;
        try
        {
            return token.ToObject<T>();
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException
            or ArgumentException or Newtonsoft.Json.JsonException)
        {
            throw new HookException($"Field '{name}' is {Describe(token)}, not a {typeof(T).Name}: read it as Fields[\"{name}\"].");
        }
    }

    /// <summary>Sets the field.</summary>
    protected void Set<T>(string name, T value) =>
        Fields[name] = value is null ? JValue.CreateNull() : value as JToken ?? JToken.FromObject(value);

    /// <summary>A part of this object as named fields; changes of it are changes of this object.</summary>
    protected T? Part<T>(string name) where T : HookData, new() =>
        Fields[name] is JObject fields ? new T { Fields = fields } : null;

    /// <summary>Puts a part in place.</summary>
    protected void SetPart(string name, HookData? part) => Fields[name] = part?.Fields ?? (JToken)JValue.CreateNull();

    /// <summary>A list of parts; changes of an item are changes of this object.</summary>
    protected IReadOnlyList<T> Parts<T>(string name) where T : HookData, new() =>
        Fields[name] is JArray items ? [.. items.OfType<JObject>().Select(fields => new T { Fields = fields })] : [];

    /// <summary>Puts a list of parts in place.</summary>
    protected void SetParts<T>(string name, IEnumerable<T> parts) where T : HookData =>
        Fields[name] = new JArray(parts.Select(part => part.Fields));

    private static string Describe(JToken token) =>
        $"{token.Type.ToString().ToLowerInvariant()} {System.Text.Encoding.UTF8.GetString(JsonTokens.Write(token))}";
}
