using System.Collections;
using System.Reflection;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Templates;

/// <summary>A field of a hook's input, as the contract names it and as it is named in JSON.</summary>
/// <param name="Member">As in C#: <c>Task.Title</c>.</param>
/// <param name="Wire">As in JSON, each step of it: <c>fields</c>, <c>TITLE</c>; empty for what is only read.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Example">How it is used in C#; mostly empty.</param>
internal sealed record ContractField(string Member, IReadOnlyList<string> Wire, string Summary, string Example)
{
    // These are named in each template once, as what every hook has.
    private static readonly string[] Common = ["Fields", "Item", "CallFull", "HasCallFull", "Stage"];

    /// <summary>The fields of a hook, those of a part below it.</summary>
    public static IReadOnlyList<ContractField> For(HookDefinition hook) =>
        hook.Contract.GetNestedType("Input") is { } input ? [.. For(input, "", [])] : [];

    /// <summary>The one part that a request consists of; <c>null</c> where its fields are at the top.</summary>
    public static ContractField? OnlyPart(HookDefinition hook)
    {
        var top = For(hook).Where(field => field.Wire.Count == 1).ToList();
        return top is [var only] && For(hook).Any(field => field.Wire.Count > 1) ? only : null;
    }

    private static IEnumerable<ContractField> For(Type type, string prefix, IReadOnlyList<string> path)
    {
        foreach (var property in type.GetProperties().Where(property => !Common.Contains(property.Name)))
        {
            IReadOnlyList<string> wire = WireName(type, property) is { } name ? [.. path, name] : [];
            var id = $"P:{property.DeclaringType!.FullName}.{property.Name}";
            yield return new(prefix + property.Name, wire, XmlDocs.Summary(id), XmlDocs.Example(id));
            if (wire.Count > 0 && property.PropertyType.IsSubclassOf(typeof(HookData)))
                foreach (var part in For(property.PropertyType, $"{prefix}{property.Name}.", wire))
                    yield return part;
        }
    }

    // A contract is code, so we ask it: which field appears when the property is set, or its list?
    private static string? WireName(Type type, PropertyInfo property)
    {
        var probe = (HookData)Activator.CreateInstance(type)!;
        if (property.SetMethod is { IsPublic: true })
            property.SetValue(probe, null);
        else if (property.GetValue(probe) is IList { IsReadOnly: false, IsFixedSize: false } list)
            list.Clear();
        return probe.Fields.Properties().FirstOrDefault()?.Name;
    }
}
