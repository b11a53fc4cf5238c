using System.Text;
using Itgrix.Hooks.Json;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks;

/// <summary>
/// Named fields over the JSON object that carries them. A field without a property is in <see cref="Fields"/> and
/// is kept; an untouched field keeps its text.
/// </summary>
public abstract class HookData
{
    private Action<JObject>? attach;

    /// <summary>All fields by their wire names, with or without a property.</summary>
    public JObject Fields { get; internal set; } = [];

    /// <summary>Gets or sets any field by its wire name, with or without a property.</summary>
    /// <param name="name">The wire name, for example <c>UF_CRM_1234</c>.</param>
    public JToken? this[string name]
    {
        get => Fields[name];
        set => Put(name, value);
    }

    /// <summary>The field as <typeparamref name="T"/>, <c>null</c> when absent or null.</summary>
    /// <exception cref="HookException">The field is not a <typeparamref name="T"/>.</exception>
    protected T? Get<T>(string name)
    {
        var token = Fields[name];
        if (token is null or { Type: JTokenType.Null })
            return default;
        try
        {
            return token.Value<T>();
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or OverflowException
            or ArgumentException or JsonException)
        {
            throw new HookException(
                $"Field '{name}' is {Describe(token)}, not {NameOf<T>()}: read it as Fields[\"{name}\"].");
        }
    }

    /// <summary>The field as text; empty when absent or not a plain value.</summary>
    protected string GetText(string name) => PlainText(Fields[name]);

    /// <summary>Sets the field to a plain value: text, number, truth, or a <see cref="JToken"/>.</summary>
    protected void Set<T>(string name, T value) =>
        Put(name, value as JToken ?? (value is null ? null : new JValue(value)));

    /// <summary>
    /// A part of this object as named fields; a change of it is a change of this object, even when it was absent.
    /// </summary>
    protected T Part<T>(string name) where T : HookData, new() =>
        Fields[name] is JObject fields ? new T { Fields = fields } : new T { attach = made => Put(name, made) };

    /// <summary>A part that may be missing; <c>null</c> then, and when it is the empty list of PHP.</summary>
    protected T? PartIfAny<T>(string name) where T : HookData, new() =>
        Fields[name] is JObject fields ? new T { Fields = fields } : null;

    /// <summary>Sets a part.</summary>
    protected void SetPart(string name, HookData? part) => Put(name, part?.Fields);

    /// <summary>A list of parts; changes of the list and of an item are changes of this object.</summary>
    protected IList<T> Parts<T>(string name) where T : HookData, new() =>
        Items(name, token => token is JObject fields ? new T { Fields = fields } : new T(), part => part.Fields);

    /// <summary>Sets a list of parts.</summary>
    protected void SetParts<T>(string name, IEnumerable<T>? parts) where T : HookData =>
        Put(name, parts is null ? null : new JArray(parts.Select(part => part.Fields)));

    /// <summary>A list of texts; its changes are changes of this object.</summary>
    protected IList<string> Texts(string name) => Items(name, PlainText, text => new JValue(text));

    /// <summary>Sets a list of texts.</summary>
    protected void SetTexts(string name, IEnumerable<string>? texts) =>
        Put(name, texts is null ? null : new JArray(texts));

    /// <summary>A list of objects that have only a name, <c>[{"name": "VIP"}]</c>, as these names.</summary>
    protected IList<string> Names(string name) =>
        Items(name, token => PlainText(token is JObject named ? named["name"] : token), Named);

    /// <summary>Sets a list of named objects.</summary>
    protected void SetNames(string name, IEnumerable<string>? names) =>
        Put(name, names is null ? null : new JArray(names.Select(Named)));

    /// <summary>
    /// The list of that name as the items that <paramref name="read"/> and <paramref name="write"/> make of it.
    /// </summary>
    private protected HookList<T> Items<T>(string name, Func<JToken, T> read, Func<T, JToken> write) =>
        List(name, (items, attach) => new HookList<T>(items, read, write, attach));

    /// <summary>The list of that name as a list of a custom type.</summary>
    private protected T List<T>(string name, Func<JArray, Action<JArray>, T> make) =>
        make(Fields[name] as JArray ?? [], made => Put(name, made));

    /// <summary>A plain value as text; empty for anything else.</summary>
    private static string PlainText(JToken? token) => token switch
    {
        null or JContainer or { Type: JTokenType.Null } => "",
        { Type: JTokenType.String } => (string)token!,
        _ => Json(token),
    };

    private void Put(string name, JToken? value)
    {
        Fields[name] = value ?? JValue.CreateNull();
        attach?.Invoke(Fields);
        attach = null;
    }

    private static JToken Named(string name) => new JObject { ["name"] = name };

    private static string Describe(JToken token) => $"{token.Type.ToString().ToLowerInvariant()} {Json(token)}";

    private static string Json(JToken token) => Encoding.UTF8.GetString(JsonTokens.Write(token));

    private static string NameOf<T>() => (Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T)).Name;
}
