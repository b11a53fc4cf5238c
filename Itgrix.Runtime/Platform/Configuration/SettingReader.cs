using System.Reflection;

namespace Itgrix.Runtime.Platform.Configuration;

/// <summary>Reads a section of the configuration by the declarations of its settings.</summary>
internal static class SettingReader
{
    /// <summary>The settings; wrong ones are reported as mistakes and have their defaults.</summary>
    public static T Read<T>(ConfigSection section)
        where T : class => (T)Read(section, Setting.Create(typeof(T)));

    /// <inheritdoc cref="Read{T}"/>
    public static object Read(ConfigSection section, object defaults)
    {
        var options = ReadParts(section, defaults, isGiven: true);
        section.RejectUnknown();
        return options;
    }

    // Default paths start at the file's folder too, in a section that is not given.
    private static object ReadParts(ConfigSection section, object defaults, bool isGiven)
    {
        var options = Setting.Copy(defaults);
        foreach (var setting in Setting.Of(options.GetType()))
        {
            if (setting.Declared.IsInline)
                setting.Set(options, ReadParts(section, setting.Get(defaults)!, isGiven));
            else if (isGiven && section.Value(setting.Name) is { } json)
                setting.Set(options, Value(section, setting, json, setting.Get(defaults)) ?? setting.Get(defaults));
            else
                setting.Set(options, Default(section, setting, setting.Get(defaults), isGiven));
        }
        if (isGiven)
            (options as ICheckedSettings)?.Check(section);
        return options;
    }

    private static object? Default(ConfigSection section, Setting setting, object? value, bool isGiven)
    {
        var declared = setting.Declared;
        if (isGiven && declared.Missing is { } fix)
            section.Mistake(setting.Name, $"is missing: {fix}");
        return value switch
        {
            string path when declared.IsPath => Path.GetFullPath(path, section.Folder),
            IReadOnlyList<string> paths when declared.IsPath =>
                paths.Select(path => Path.GetFullPath(path, section.Folder)).ToList(),
            bool when declared.IsOnInSection && isGiven => true,
            { } part when setting.IsSection => ReadParts(section, part, isGiven: false),
            _ => value,
        };
    }

    private static object? Value(ConfigSection section, Setting setting, JsonElement json, object? current)
    {
        if (setting.IsList)
            return List(section, setting, json);
        if (setting.IsMap)
            return Map(section, setting);
        if (setting.IsSection)
            return section.Section(setting.Name) is { } part
                ? Read(part, current ?? Setting.Create(setting.Type)) : null;
        return Single(section, setting, setting.Name, json);
    }

    private static object? List(ConfigSection section, Setting setting, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Array)
            return section.Wrong(setting.Name, json, "a list");
        var items = json.EnumerateArray().ToList();
        if (items.Count == 0 && setting.Declared.Empty is { } fix)
            section.Mistake(setting.Name, $"is empty: {fix}");
        var values = items.Select(item => Item(section, setting, item)).OfType<object>().ToList();
        var list = Array.CreateInstance(setting.ItemType, values.Count);
        values.ToArray().CopyTo(list, 0);
        return list;
    }

    private static object? Item(ConfigSection section, Setting setting, JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.String && IsText(json.GetString()!) ? json.GetString() : null;
        if (text is not null && setting.Declared.IsPath)
            text = Path.TrimEndingDirectorySeparator(Path.GetFullPath(text, section.Folder));
        object? raw = setting.TakesJson ? json : setting.ItemType == typeof(long) ? Whole(setting, json) : text;
        var (value, mistake, fix) = raw is null ? default : Apply(setting.Rule, raw, section);
        if (value is null)
            section.Mistake(setting.Name, $"has {ConfigSection.Shorten(json)}{(mistake is null ? ":" : ",")} "
                + (mistake ?? fix ?? setting.Declared.Fix ?? "give texts."));
        return value;
    }

    private static object? Whole(Setting setting, JsonElement json) => json.ValueKind == JsonValueKind.Number
        && json.TryGetInt64(out var number) && number >= setting.Declared.Min ? number : null;

    private static object? Map(ConfigSection section, Setting setting)
    {
        if (section.Section(setting.Name) is not { } part)
            return null;
        var map = (System.Collections.IDictionary)Activator.CreateInstance(
            typeof(Dictionary<,>).MakeGenericType(typeof(string), setting.ItemType))!;
        foreach (var name in part.Names)
        {
            if (Apply(setting.KeyRule, name, part) is (null, var mistake, _))
                part.Mistake(IsPlain(name) ? name : $"\"{name}\"", mistake ?? setting.Declared.KeyFix!);
            else if (setting.Parts.Count > 0)
                map[name] = OfMap(part, setting, name);
            else if (Single(part, setting, name, part.Value(name)!.Value) is { } value)
                map[name] = value;
        }
        return map;
    }

    private static object? OfMap(ConfigSection map, Setting setting, string name)
    {
        var section = Setting.Create(setting.ItemType);
        if (setting.Declared.Switch is { } alone
            && map.Value(name) is { ValueKind: JsonValueKind.True or JsonValueKind.False } flag)
        {
            setting.Parts.First(part => part.Name == alone).Set(section, flag.GetBoolean());
            return section;
        }
        return map.Section(name) is { } one ? Read(one, section) : null;
    }

    private static object? Single(ConfigSection section, Setting setting, string name, JsonElement json)
    {
        var declared = setting.Declared;
        var type = setting.ItemType;
        var raw = setting.TakesJson ? json
            : setting.IsSecret ? SecretReader.Read(section, name)?.Reveal()
            : type == typeof(bool) ? Flag(section, name, json)
            : type.IsEnum ? Choice(section, setting, name, json)
            : type.IsPrimitive || type == typeof(TimeSpan) ? Number(section, setting, name, json)
            : Text(section, setting, name, json);
        if (raw is null)
            return null;
        var (value, mistake, fix) = Apply(setting.Rule, raw, section);
        fix ??= declared.Fix ?? "";
        if (value is null && mistake is null && !setting.IsSecret && fix.StartsWith("give ", StringComparison.Ordinal))
            section.Wrong(name, json, fix[5..].TrimEnd('.'));
        else if (value is null)
            section.Mistake(name, mistake ?? fix);
        return value is string secret && type == typeof(Secret) ? new Secret(secret) : value;
    }

    private static object? Flag(ConfigSection section, string name, JsonElement json) =>
        json.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? json.GetBoolean() : section.Wrong(name, json, "true or false");

    private static object? Choice(ConfigSection section, Setting setting, string name, JsonElement json)
    {
        var names = Enum.GetNames(setting.ItemType);
        var choice = Array.Find(names, one =>
            json.ValueKind == JsonValueKind.String && json.ValueEquals(one.ToLowerInvariant()));
        return choice is not null ? Enum.Parse(setting.ItemType, choice) : section.Wrong(name, json,
            string.Join(" or ", names.Select(one => $"\"{one.ToLowerInvariant()}\"")));
    }

    private static object? Text(ConfigSection section, Setting setting, string name, JsonElement json)
    {
        var text = json.ValueKind == JsonValueKind.String ? json.GetString()! : null;
        if (text is null || !(IsText(text) || (text.Length == 0 && setting.Declared.MayBeEmpty)))
            return section.Wrong(name, json, "a text");
        return setting.Declared.IsPath ? Path.GetFullPath(text, section.Folder) : text;
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && name.All(one => char.IsAsciiLetterOrDigit(one) || one is '_' or '/' or '-');

    /// <summary>Whether a text can be a value.</summary>
    public static bool IsText(string text) => text.Length > 0 && !text.Contains('\0');

    private static object? Number(ConfigSection section, Setting setting, string name, JsonElement json)
    {
        var (declared, type) = (setting.Declared, setting.ItemType);
        var isWhole = setting.IsWhole;
        var number = json.ValueKind == JsonValueKind.Number ? json.GetDouble() : double.NaN;
        var max = isWhole ? Math.Min(declared.Max, long.MaxValue >> 1) : declared.Max;
        var isInRange = number >= declared.Min && number <= max;
        if (isInRange && isWhole && json.TryGetInt64(out var whole))
            return Convert.ChangeType(whole, type, CultureInfo.InvariantCulture);
        if (isInRange && (!isWhole || number % 1 == 0))
            return Converted(number, declared.Unit, type);
        if (declared.Fix is { } fix)
            section.Mistake(name, fix);
        else
            section.Wrong(
                name, json, string.Create(CultureInfo.InvariantCulture, $"a {(isInRange ? "whole " : "")}number "
                + $"{(declared.Unit.Length > 0 ? $"of {declared.Unit} " : "")}from {declared.Min} to {declared.Max}"));
        return null;
    }

    private static object Converted(double number, string unit, Type type) => (type.Name, unit) switch
    {
        (nameof(TimeSpan), "minutes") => TimeSpan.FromMinutes(number),
        (nameof(TimeSpan), "days") => TimeSpan.FromDays(number),
        (nameof(TimeSpan), _) => TimeSpan.FromSeconds(number),
        (_, "megabytes") => Convert.ChangeType(number * (1 << 20), type, CultureInfo.InvariantCulture),
        _ => Convert.ChangeType(number, type, CultureInfo.InvariantCulture),
    };

    // No value: it is wrong, as the mistake says or else the fix, the rule's or the declaration's.
    private static (object? Value, string? Mistake, string? Fix) Apply(
        MethodInfo? rule, object raw, ConfigSection section)
    {
        if (rule is null)
            return (raw, null, null);
        object?[] given = rule.GetParameters().Length > 1 ? [raw, section.Folder] : [raw];
        try
        {
            var result = rule.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, given, culture: null);
            return rule.ReturnType == typeof(string) ? (result is null ? raw : null, (string?)result, null)
                : result is bool isRight ? (isRight ? raw : null, null, null)
                : (result, null, null);
        }
        catch (FormatException error)
        {
            return (null, null, error.Message);
        }
    }
}
