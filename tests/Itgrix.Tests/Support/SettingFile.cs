using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;

namespace Itgrix.Tests.Support;

/// <summary>
/// Makes the configuration file of the package, of the declarations of the settings: every section as a comment.
/// </summary>
internal static class SettingFile
{
    private const string Head = """
        // The configuration of Itgrix. Take the // away before a section to change its settings; what stays a comment
        // has the default that it shows. What the settings mean: /usr/share/doc/itgrix/docs/configuration.md
        // 'itgrix setup' writes this file by questions, 'itgrix doctor' checks it.
        {
          "$schema": "/usr/share/itgrix/config.schema.json",

        """;

    private static readonly JsonSerializerOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var text = new StringBuilder(Head);
        foreach (var section in Setting.Of(typeof(ItgrixConfig)))
            Add(section.Name, section.Declared.Meaning,
                section.Get(new ItgrixConfig()) ?? Setting.Create(section.ItemType));
        foreach (var module in CrmModules.Shipped)
            Add(module.Crm.Id, $"calls in {module.Crm.Name}", Setting.Create(module.Settings));
        return text.Append("}\n").ToString();

        void Add(string name, string meaning, object owner)
        {
            text.Append('\n');
            foreach (var line in Section(name, meaning, owner))
                text.Append($"  // {line}\n");
        }
    }

    private static IEnumerable<string> Section(string name, string meaning, object owner)
    {
        yield return $"// {meaning}";
        yield return $"\"{name}\": {{";
        foreach (var (setting, of) in SettingTables.Flat(owner))
            foreach (var line in Lines(setting, setting.Get(of)))
                yield return $"  {line}";
        yield return "},";
    }

    // Of an optional section and a setting without a default also the line itself is a comment.
    private static IEnumerable<string> Lines(Setting setting, object? value)
    {
        if (setting.IsSection)
            return Section(setting.Name, setting.Declared.Meaning, value ?? Setting.Create(setting.ItemType))
                .Select(line => $"// {line}");
        var isRequired = setting.Declared.Missing is not null;
        var plain = isRequired ? setting.ItemType.IsPrimitive ? "1" : "\"...\"" : ValueOf(setting, value);
        var note = $"// {SettingTables.Meaning(setting)}{(isRequired ? "; required" : "")}";
        return [plain is null ? $"// \"{setting.Name}\": ..., {note}" : $"\"{setting.Name}\": {plain}, {note}"];
    }

    private static string? ValueOf(Setting setting, object? value) => setting.Declared.Default is not null ? null
        : value is IReadOnlyList<string> { Count: > 0 } texts ? JsonSerializer.Serialize(texts, Readable)
        : SettingTables.Plain(setting, value);
}
