using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks;

/// <summary>Members available to every script, by <c>using static Itgrix.Hooks.Hook;</c>.</summary>
public static class Hook
{
    /// <summary>
    /// The whole input as it came, like <c>$params</c> of a PHP hook: <c>Params["call_full"]["record"]</c>.
    /// </summary>
    public static JObject Params => HookCall.Current.Params;

    /// <summary>Lines for the service's log.</summary>
    public static HookLog Log { get; } = new();

    /// <summary>Fails: the value stays unchanged, and the log says why.</summary>
    /// <param name="reason">What went wrong, for the administrator.</param>
    public static Reply Fail(string reason) => Reply.Failure(reason);
}
