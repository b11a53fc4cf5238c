using Itgrix.Hooks.Json;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks;

/// <summary>
/// What a script returns: <c>{"data": ..., "state": "success"}</c>. Made by the methods of the hook's own class.
/// </summary>
public sealed class Reply
{
    private Reply(string state, JToken? data, string? message)
    {
        State = state;
        Data = data;
        Message = message;
    }

    /// <summary><c>success</c>, or <c>error</c> after <see cref="Hook.Fail"/>.</summary>
    public string State { get; }

    /// <summary>The data of the reply; <c>null</c> where the hook gives none.</summary>
    public JToken? Data { get; }

    /// <summary>The reason of a failure.</summary>
    public string? Message { get; }

    /// <summary>
    /// The exit code of <c>dotnet script</c>, 0 or 1, after the reply was printed: this is how the same file runs
    /// there.
    /// </summary>
    public static implicit operator int(Reply reply) => ScriptConsole.Print(reply);

    /// <summary>
    /// Replies with these fields under their wire names, as the method of the same name in each hook's own class.
    /// </summary>
    public static Reply Success(JObject data) => Success((JToken)data);

    internal static Reply Success() => Success(data: (JToken?)null);

    internal static Reply Success(JToken? data) => new("success", data, null);

    internal static Reply Success(HookData data) => Success(data.Fields);

    internal static Reply Failure(string reason) => new("error", null, reason);

    internal byte[] ToJson()
    {
        var json = new JObject();
        if (Data is not null)
            json["data"] = Data;
        json["state"] = State;
        if (Message is not null)
            json["message"] = Message;
        return JsonTokens.Write(json);
    }
}
