using System.Text.Json.Serialization;
using Itgrix.Runtime.Hooks.Csx.Packages;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>JSON of the messages between service, compiler and workers, and of the cache's files.</summary>
[JsonSerializable(typeof(CompileAnswer))]
[JsonSerializable(typeof(ScriptManifest))]
[JsonSerializable(typeof(ScriptError))]
[JsonSerializable(typeof(IReadOnlyList<PackageName>))]
[JsonSerializable(typeof(RestoreAnswer))]
internal sealed partial class CsxJson : JsonSerializerContext;
