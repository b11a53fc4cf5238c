using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;

namespace Itgrix.Tests.Support;

/// <summary>Makes the tables of settings in the documentation, of their declarations.</summary>
internal static class SettingTables
{
    /// <summary>A table of some settings.</summary>
    /// <param name="selection">
    /// Sections and settings, separated by spaces, those after a minus left out. In the table of one section the names
    /// are without it.
    /// </param>
    public static string Table(string selection)
    {
        var text = new StringBuilder("| setting | meaning | default | live |\n| --- | --- | --- | --- |\n");
        foreach (var (path, setting, value, isLive) in Select(selection))
        {
            var name = selection.Contains(' ') ? path : path[(selection.Length + 1)..];
            text.Append($"| `{name}` | {Meaning(setting)} | {Default(setting, value)} | {(isLive ? "yes" : "")} |\n");
        }
        return text.ToString();
    }

    /// <summary>The paths of the settings of a table.</summary>
    public static IEnumerable<string> Paths(string selection) => Select(selection).Select(one => one.Path);

    /// <summary>The paths of all settings, without the sections.</summary>
    public static IEnumerable<string> All() =>
        Rows().Where(one => one.Setting.Parts.Count == 0).Select(one => one.Path);

    /// <summary>The settings of a section with those beside them of another type, and what has their values.</summary>
    public static IEnumerable<(Setting Setting, object Owner)> Flat(object owner) =>
        Setting.Of(owner.GetType()).SelectMany(setting =>
            setting.Declared.IsInline ? Flat(setting.Get(owner)!) : [(setting, owner)]);

    /// <summary>The meaning with range, unit and choices.</summary>
    public static string Meaning(Setting setting)
    {
        var declared = setting.Declared;
        var isNumber = (setting.ItemType.IsPrimitive && setting.ItemType != typeof(bool))
            || setting.ItemType == typeof(TimeSpan);
        string[] notes =
        [
            isNumber && declared.Max < double.MaxValue
                ? string.Create(
                    CultureInfo.InvariantCulture, $"{declared.Min} to {declared.Max} {declared.Unit}").TrimEnd() : "",
            setting.ItemType.IsEnum && declared.Schema is null
                && !Choices(setting.ItemType).All(name => declared.Meaning.Contains($"`{name}`"))
                ? string.Join(", ", Choices(setting.ItemType).Select(name => $"`{name}`")) : "",
            setting.IsSecret ? "secret" : "",
        ];
        var note = string.Join("; ", notes.Where(one => one.Length > 0));
        return note.Length == 0 ? declared.Meaning : $"{declared.Meaning} ({note})";
    }

    /// <summary>A value as it is in the file; <c>null</c> when it is none that a file could have.</summary>
    public static string? Plain(Setting setting, object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        Enum choice => JsonSerializer.Serialize($"{choice}".ToLowerInvariant()),
        TimeSpan time => Number(setting.Declared.Unit switch
        {
            "days" => time.TotalDays, "minutes" => time.TotalMinutes, _ => time.TotalSeconds,
        }),
        IConvertible and not string when setting.Declared.Unit == "megabytes" =>
            Number(Convert.ToDouble(value) / (1 << 20)),
        int or long or double => Number(Convert.ToDouble(value)),
        string { Length: > 0 } or IPAddress or Uri => JsonSerializer.Serialize($"{value}", Readable),
        _ => null,
    };

    public static IEnumerable<string> Choices(Type type) => Enum.GetNames(type).Select(name => name.ToLowerInvariant());

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Default(Setting setting, object? value) => setting.Declared switch
    {
        { Missing: not null } => "required",
        { Default: { } said } => said,
        _ when value is IReadOnlyList<string> texts => string.Join(", ", texts.Select(text => $"`{text}`")),
        _ => Plain(setting, value) is not { } plain ? ""
            : value is bool or Enum or string or IPAddress or Uri ? $"`{plain.Trim('"')}`" : plain,
    };

    private static IEnumerable<(string Path, Setting Setting, object? Value, bool IsLive)> Select(string selection)
    {
        var parts = selection.Split(' ');
        var all = Rows().ToList();
        return parts.Where(part => part[0] != '-').SelectMany(part => all.Where(one =>
            (one.Path == part && parts.Length > 1) || one.Path.StartsWith($"{part}.", StringComparison.Ordinal)))
            .Where(one => !parts.Any(
                part => part[0] == '-' && $"{one.Path}.".StartsWith($"{part[1..]}.", StringComparison.Ordinal)));
    }

    private static IEnumerable<(string Path, Setting Setting, object? Value, bool IsLive)> Rows() =>
        Rows("", new ItgrixConfig(), isLive: false).Concat(CrmModules.Shipped.SelectMany(module =>
            Rows(module.Crm.Id, Setting.Create(module.Settings), isLive: false)));

    private static IEnumerable<(string Path, Setting Setting, object? Value, bool IsLive)> Rows(
        string path, object owner, bool isLive)
    {
        foreach (var setting in Setting.Of(owner.GetType()))
        {
            var (value, live) =
                (setting.Get(owner), !setting.Declared.NeedsRestart && (isLive || setting.Declared.IsLive));
            if (setting.Declared.IsInline)
            {
                foreach (var row in Rows(path, value!, live))
                    yield return row;
                continue;
            }
            var name = path.Length == 0 ? setting.Name : $"{path}.{setting.Name}";
            yield return (name, setting, value, live);
            if (setting.Parts.Count == 0)
                continue;
            foreach (var row in Rows(setting.IsMap ? $"{name}.*" : name,
                (setting.IsMap ? null : value) ?? Setting.Create(setting.ItemType), live))
                yield return row;
        }
    }
}
