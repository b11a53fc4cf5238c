using System.Collections;
using System.Reflection;
using Itgrix.Hooks;

namespace Itgrix.Runtime.Hooks.Templates;

/// <summary>A field of a hook's input, by its name in the contract and its name in JSON.</summary>
/// <param name="Member">As in C#: <c>Task.Title</c>.</param>
/// <param name="Wire">The path in JSON: <c>fields</c>, <c>TITLE</c>; empty for read-only fields.</param>
/// <param name="Summary">What it is.</param>
/// <param name="Example">Usage in C#; mostly empty.</param>
internal sealed record ContractField(string Member, IReadOnlyList<string> Wire, string Summary, string Example)
{
    // These are listed once in each template, as common to every hook.
    private static readonly string[] Common = ["Fields", "Item", "CallFull", "HasCallFull", "Stage"];

    /// <summary>The fields of a hook, with those of nested parts.</summary>
    public static IReadOnlyList<ContractField> For(HookDefinition hook) =>
        hook.Contract.GetNestedType("Input") is { } input ? [.. For(input, "", [])] : [];

    /// <summary>The single part of a request; <c>null</c> where its fields are at the top level.</summary>
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

    // The contract is code, so it is probed: which JSON field appears when the property, or its list, is set?
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
