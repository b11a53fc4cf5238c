using System.Text.Json;
using Itgrix.Hooks.Calls;
using Itgrix.Hooks.Json;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks;

/// <summary>
/// The one call of a hook in progress: its input, its log. Under <c>dotnet script</c> it is created from the
/// standard input when the script first uses it.
/// </summary>
internal sealed class HookCall
{
    private static readonly AsyncLocal<HookCall?> Running = new();
    private static readonly Lazy<HookCall> Standalone = new(ScriptConsole.ReadCall);

    private readonly JsonDocument document;
    private JObject? parameters;
    private CallFull? callFull;
    private HookData? input;

    public HookCall(ReadOnlyMemory<byte> json, Action<LogLevel, string> log)
    {
        document = Parse(json);
        Log = log;
    }

    public static HookCall Current => Running.Value ?? Standalone.Value;

    /// <summary>Whether the script runs in the service, not under <c>dotnet script</c>.</summary>
    public static bool IsHosted => Running.Value is not null;

    public Action<LogLevel, string> Log { get; }

    public JObject Params => parameters ??= JsonTokens.ReadObject(document.RootElement);

    public bool HasCallFull => document.RootElement.TryGetProperty("call_full", out _);

    public CallFull CallFull => callFull ??= document.RootElement.TryGetProperty("call_full", out var json)
        ? CallFull.Read(json)
        : throw new HookException("The input has no call_full: the hook runs outside a call, or its input is old.");

    public static void Begin(HookCall call) => Running.Value = call;

    public T Input<T>() where T : HookData, new()
    {
        if (input is T known)
            return known;
        var made = new T { Fields = JsonTokens.ReadObject(document.RootElement, except: "call_full") };
        if (made is CallData data)
            data.Call = this;
        input = made;
        return made;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> json)
    {
        try
        {
            var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 512 });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new HookException($"The input is a JSON {document.RootElement.ValueKind}, not an object.");
        }
        catch (JsonException error)
        {
            throw new HookException($"The input is no valid JSON: {error.Message}");
        }
    }
}
