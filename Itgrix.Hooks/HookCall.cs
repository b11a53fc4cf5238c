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
    private static readonly AsyncLocal<Scope?> Running = new();
    private static readonly Lazy<HookCall> Standalone = new(ScriptConsole.ReadCall);
    private static bool isHosted;

    private readonly JsonDocument document;
    private readonly ReadOnlyMemory<byte> json;
    private TextReader? reader;
    private JObject? parameters;
    private CallFull? callFull;
    private HookData? input;

    public HookCall(ReadOnlyMemory<byte> json, Action<LogLevel, string> log)
    {
        this.json = json;
        document = Parse(json);
        Log = log;
    }

    public static HookCall Current => Running.Value?.Call ?? (isHosted ? throw NoCall() : Standalone.Value);

    public Action<LogLevel, string> Log { get; }

    /// <summary>The input as standard input, read once.</summary>
    public TextReader Reader => reader ??= new StreamReader(new MemoryStream(json.ToArray()));

    public JObject Params => parameters ??= JsonTokens.ReadObject(document.RootElement);

    public bool HasCallFull => document.RootElement.TryGetProperty("call_full", out _);

    public CallFull CallFull => callFull ??= document.RootElement.TryGetProperty("call_full", out var json)
        ? CallFull.Read(json)
        : throw new HookException("The input has no call_full: the hook runs outside a call, or its input is old.");

    /// <summary>A line for the log of the call that this code belongs to; of no call: on standard error.</summary>
    public static void Write(LogLevel level, string message)
    {
        if (isHosted && Running.Value is null)
            ScriptConsole.Write(level, message);
        else
            Current.Log(level, message);
    }

    /// <summary>Begins a call on this thread.</summary>
    /// <returns>What all work that the call starts refers to, and nothing else.</returns>
    public static object Begin(HookCall call)
    {
        isHosted = true;
        return Running.Value = new(call);
    }

    /// <summary>Ends the call on this thread; what it has started elsewhere still belongs to it.</summary>
    public static void End() => Running.Value = null;

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

    private static HookException NoCall() => new(
        "This code runs outside a call: it was started without the call's context (SuppressFlow, Unsafe...), or by a "
        + "finalizer.");

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

    // Not the call itself: input that a script keeps would hold that.
    private sealed record Scope(HookCall Call);
}
