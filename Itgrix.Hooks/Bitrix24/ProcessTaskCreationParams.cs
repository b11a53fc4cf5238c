using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// The task about a missed incoming or an unanswered outgoing call. Runs in call_ended, after the settings, where tasks
/// are switched on. Empty data cancels: there is no task. Source: Bitrix24 customizations, 9.
/// </summary>
public static class ProcessTaskCreationParams
{
    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>No task is created.</summary>
    public static Reply Cancel() => Reply.Success(new JObject());

    /// <summary>The request.</summary>
    public class Output : CallData
    {
        /// <summary>The task.</summary>
        /// <example><c>In.Task["PRIORITY"] = 2;</c></example>
        public TaskFields Task { get => Part<TaskFields>("fields"); set => SetPart("fields", value); }
    }

    /// <summary>Input of the hook: the fields of the request, and the call.</summary>
    public sealed class Input : Output;
}
