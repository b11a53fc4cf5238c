using System.Text.Json.Serialization;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>The messages between service, compiler and workers, and the cache's files.</summary>
[JsonSerializable(typeof(CompileAnswer))]
[JsonSerializable(typeof(ScriptManifest))]
[JsonSerializable(typeof(ScriptError))]
internal sealed partial class CsxJson : JsonSerializerContext;
