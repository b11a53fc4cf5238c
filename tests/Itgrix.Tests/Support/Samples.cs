using System.Text.Json;
using Itgrix.Hooks;
using Itgrix.Hooks.Json;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Newtonsoft.Json.Linq;

namespace Itgrix.Tests.Support;

/// <summary>The sample input of each hook, in <c>customizations/samples</c>.</summary>
internal static class Samples
{
    public static byte[] Of(HookDefinition hook) =>
        File.ReadAllBytes(ProjectFolder.Of("customizations", "samples", hook.Folder, hook.Name + ".json"));

    public static JObject FieldsOf(HookDefinition hook) =>
        JsonTokens.ReadObject(JsonDocument.Parse(Of(hook)).RootElement);

    /// <summary>Runs code as a script of that hook, on these input fields.</summary>
    public static T In<T>(string input, Func<T> script)
    {
        HookCall.Begin(new HookCall(System.Text.Encoding.UTF8.GetBytes(input), (_, _) => { }));
        return script();
    }
}
