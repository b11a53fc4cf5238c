using Itgrix.Hooks.Shared;
using Newtonsoft.Json.Linq;

namespace Itgrix.Hooks.Bitrix24;

/// <summary>
/// Where the recording is: convert it, move it, name another file. Runs in call_ended with a time limit of its own, 10
/// seconds. Empty data, a failure or the time limit leave the original file. Source: Bitrix24 customizations, 7.
/// </summary>
public static class ProcessRecordFilePath
{
    /// <summary>The file and its call; <c>CallFull</c> is missing in old inputs.</summary>
    public static Input In => HookCall.Current.Input<Input>();

    /// <summary>Replies with this file.</summary>
    public static Reply Success(string path) => Success(new Output { Path = path });

    /// <summary>
    /// Replies with these fields: usually <c>Success(In)</c>, after changing some of <see cref="In"/>.
    /// </summary>
    public static Reply Success(Output output) => Reply.Success(output);

    /// <summary>Replies with these fields under their wire names.</summary>
    public static Reply Success(JObject data) => Reply.Success(data);

    /// <summary>Reply of the hook.</summary>
    public class Output : RecordFields;

    /// <summary>The file and its call; <c>CallFull</c> is missing in old inputs.</summary>
    public sealed class Input : Output
    {
        /// <summary>Linkedid of the call.</summary>
        public string CallId => GetText("call_id");

        /// <summary>Who called.</summary>
        public string From => GetText("from");

        /// <summary>Who was called.</summary>
        public string To => GetText("to");
    }
}
