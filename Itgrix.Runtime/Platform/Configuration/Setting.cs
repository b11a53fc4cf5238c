using System.Collections.Concurrent;
using System.Reflection;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>One setting, as its property declares it.</summary>
internal sealed class Setting
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly MethodInfo CopyMethod =
        typeof(object).GetMethod(nameof(MemberwiseClone), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private static readonly ConcurrentDictionary<Type, IReadOnlyList<Setting>> Known = new();

    private readonly PropertyInfo _property;

    private Setting(PropertyInfo property, SettingAttribute declared)
    {
        (_property, Declared) = (property, declared);
        Name = declared.Name ?? JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name);
        Type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var parts = Type.IsGenericType ? Type.GetGenericArguments() : [];
        (IsMap, IsList) = (Type.Name.StartsWith("IReadOnlyDictionary"), Type.Name.StartsWith("IReadOnlyList"));
        ItemType = IsMap || IsList ? parts[^1] : Type;
        Rule = Method(declared.Rule);
        KeyRule = Method(declared.KeyRule);
    }

    public SettingAttribute Declared { get; }

    public string Name { get; }

    /// <summary>The property's type, not nullable.</summary>
    public Type Type { get; }

    /// <summary>The type of an item of a list or map; else <see cref="Type"/>.</summary>
    public Type ItemType { get; }

    public bool IsList { get; }

    /// <summary>A section with names that an administrator chooses.</summary>
    public bool IsMap { get; }

    /// <summary>A number without a fraction.</summary>
    public bool IsWhole => (ItemType == typeof(int) || ItemType == typeof(long)) && Declared.Unit != "megabytes";

    public bool IsSecret => Declared.IsSecret || Type == typeof(Secret);

    public MethodInfo? Rule { get; }

    public MethodInfo? KeyRule { get; }

    /// <summary>Whether the rule reads JSON.</summary>
    public bool TakesJson => Rule?.GetParameters()[0].ParameterType == typeof(JsonElement);

    public bool IsSection => !IsMap && !IsList && Parts.Count > 0;

    /// <summary>The settings of a section; of a map, those of each of its sections.</summary>
    public IReadOnlyList<Setting> Parts => TakesJson ? [] : Of(ItemType);

    /// <summary>The settings of a section, in the order of their declaration; empty for another type.</summary>
    public static IReadOnlyList<Setting> Of(Type type) => Known.GetOrAdd(type, one =>
        [.. one.GetProperties().Where(property => property.IsDefined(typeof(SettingAttribute)))
            .Select(property => new Setting(property, property.GetCustomAttribute<SettingAttribute>()!))]);

    /// <summary>Settings with their defaults.</summary>
    public static object Create(Type type) => Activator.CreateInstance(type, nonPublic: true)!;

    /// <summary>A copy of the settings, to be changed.</summary>
    public static object Copy(object options) => CopyMethod.Invoke(options, null)!;

    public object? Get(object options) => _property.GetValue(options);

    public void Set(object options, object? value) => _property.SetValue(options, value);

    private MethodInfo? Method(string? name) => name is null ? null
        : _property.DeclaringType!.GetMethod(name, Static) ?? throw new MissingMethodException(_property.Name, name);
}
