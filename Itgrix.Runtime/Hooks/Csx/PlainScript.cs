using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;

namespace Itgrix.Runtime.Hooks.Csx;

/// <summary>
/// Scripts that can leave nothing behind: all they refer to are types that start no work and change nothing outside
/// the call. After such a call there is nothing to look for.
/// </summary>
internal static class PlainScript
{
    private static readonly HashSet<string> Namespaces =
    [
        "Newtonsoft.Json.Linq", "System.Collections", "System.Collections.Generic", "System.Collections.Immutable",
        "System.Globalization", "System.Numerics", "System.Text", "System.Text.Json", "System.Text.Json.Nodes",
        "System.Text.RegularExpressions",
    ];

    private static readonly HashSet<string> Types =
    [
        "System.Object", "System.ValueType", "System.Enum", "System.Delegate", "System.MulticastDelegate",
        "System.String", "System.Char", "System.Boolean", "System.Byte", "System.Int16", "System.Int32", "System.Int64",
        "System.UInt16", "System.UInt32", "System.UInt64", "System.Single", "System.Double", "System.Decimal",
        "System.Math", "System.Convert", "System.Array", "System.Nullable`1", "System.Guid", "System.Random",
        "System.DateTime", "System.DateTimeOffset", "System.DateTimeKind", "System.DateOnly", "System.TimeOnly",
        "System.TimeSpan", "System.DayOfWeek", "System.TimeZoneInfo", "System.Uri", "System.Version", "System.Index",
        "System.Range", "System.Span`1", "System.ReadOnlySpan`1", "System.MemoryExtensions", "System.StringComparison",
        "System.StringComparer", "System.StringSplitOptions", "System.IDisposable", "System.IFormatProvider",
        "System.IComparable", "System.IComparable`1", "System.IEquatable`1", "System.HashCode", "System.Comparison`1",
        "System.Predicate`1", "System.Linq.Enumerable", "System.Linq.IGrouping`2", "System.Linq.IOrderedEnumerable`1",
        "System.Linq.ILookup`2", "System.IO.Path", "System.IO.File", "System.IO.Directory", "System.IO.TextWriter",
        "System.IO.TextReader", "System.IO.StringReader", "System.IO.StringWriter", "System.IO.SearchOption",
        "System.Runtime.CompilerServices.IAsyncStateMachine", "System.Runtime.CompilerServices.RuntimeHelpers",
        "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler", "System.Threading.Monitor",
        "System.Runtime.CompilerServices.IsExternalInit", "System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1",
        "System.Threading.Tasks.Task`1", "System.Net.WebUtility", "Newtonsoft.Json.Formatting",
        "System.RuntimeTypeHandle", "System.Diagnostics.DebuggerBrowsableState",
        "System.Security.Permissions.SecurityAction", "System.Runtime.CompilerServices.Unsafe",
        "System.Runtime.InteropServices.CollectionsMarshal",
        "System.Runtime.InteropServices.MemoryMarshal",
    ];

    // Of these types only some members, others start work or change the process.
    private static readonly Dictionary<string, string[]> Members = new()
    {
        ["System.Console"] = ["Write", "WriteLine", "get_Out", "get_Error"],
        ["System.Environment"] = ["get_NewLine", "get_MachineName", "get_CurrentManagedThreadId",
            "GetEnvironmentVariable"],
        ["System.Type"] = ["GetTypeFromHandle", "get_Name", "get_FullName", "op_Equality", "op_Inequality"],
        ["Newtonsoft.Json.JsonConvert"] = ["SerializeObject", "DeserializeObject", "ToString"],
        ["System.Runtime.CompilerServices.AsyncTaskMethodBuilder`1"] =
            ["Create", "Start", "SetStateMachine", "SetResult", "SetException", "get_Task"],
        ["System.Threading.Tasks.Task`1"] = [],
    };

    private static readonly string[] Delegates =
        ["System.Func`", "System.Action", "System.ValueTuple`", "System.Tuple"];

    public static bool Test(byte[] assembly)
    {
        using var file = new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(assembly));
        var metadata = file.GetMetadataReader();
        return metadata.TypeReferences.All(handle => IsPlain(metadata, metadata.GetTypeReference(handle)))
            && metadata.MemberReferences.All(handle => IsPlain(metadata, metadata.GetMemberReference(handle)))
            && metadata.MethodDefinitions.All(handle => IsPlain(metadata, metadata.GetMethodDefinition(handle)));
    }

    private static bool IsPlain(MetadataReader metadata, TypeReference type)
    {
        // A nested type is as its outermost one.
        if (type.ResolutionScope is { Kind: HandleKind.TypeReference } outer)
            return IsPlain(metadata, metadata.GetTypeReference((TypeReferenceHandle)outer));
        var (space, name) = (metadata.GetString(type.Namespace), metadata.GetString(type.Name));
        var full = $"{space}.{name}";
        return IsOurs(space) || Namespaces.Contains(space) || Types.Contains(full) || Members.ContainsKey(full)
            || Delegates.Any(start => full.StartsWith(start, StringComparison.Ordinal))
            || (space.StartsWith("System", StringComparison.Ordinal)
                && (name.EndsWith("Attribute", StringComparison.Ordinal)
                    || name.EndsWith("Exception", StringComparison.Ordinal)));
    }

    private static bool IsOurs(string space) =>
        $"{space}.".StartsWith("Itgrix.Hooks.", StringComparison.Ordinal);

    private static bool IsPlain(MetadataReader metadata, MemberReference member)
    {
        var name = metadata.GetString(member.Name);
        var type = TypeOf(metadata, member.Parent);
        if (type is not null && Members.TryGetValue(type, out var only))
            return only.Contains(name);
        var isStatic = member.GetKind() == MemberReferenceKind.Method
            && !metadata.GetBlobReader(member.Signature).ReadSignatureHeader().IsInstance;
        return type is null || !isStatic || !(name.StartsWith("set_", StringComparison.Ordinal)
            || name.StartsWith("add_", StringComparison.Ordinal));
    }

    // A finalizer runs in another call, native code is not looked into.
    private static bool IsPlain(MetadataReader metadata, MethodDefinition method) =>
        (method.Attributes & MethodAttributes.PinvokeImpl) == 0 && metadata.GetString(method.Name) != "Finalize";

    // The name of a referenced type, or of the generic type that a signature names; null for the script's own.
    private static string? TypeOf(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            var signature = metadata.GetBlobReader(
                metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
                return null;
            signature.ReadByte();
            parent = signature.ReadTypeHandle();
        }
        if (parent.Kind != HandleKind.TypeReference)
            return null;
        var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
        return $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}";
    }
}
