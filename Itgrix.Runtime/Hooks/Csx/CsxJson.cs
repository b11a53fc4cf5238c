using System.Text.Json.Serialization;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>JSON of the messages between service, compiler and workers, and of the cache's files.</summary>
[JsonSerializable(typeof(CompileAnswer))]
[JsonSerializable(typeof(ScriptManifest))]
[JsonSerializable(typeof(ScriptError))]
internal sealed partial class CsxJson : JsonSerializerContext;
