using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;

namespace Itgrix.Tests.Support;

/// <summary>Makes the JSON schema of the configuration, for editors, of the declarations of the settings.</summary>
internal static class SettingSchema
{
    private static readonly JsonSerializerOptions Readable =
        new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text()
    {
        var root = Section(new ItgrixConfig());
        foreach (var module in CrmModules.Shipped)
            root["properties"]![module.Crm.Id] = Section(Setting.Create(module.Settings));
        root["properties"]!["$schema"] = new JsonObject { ["type"] = "string" };
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = "Configuration of Itgrix",
            ["definitions"] = new JsonObject { ["elsewhere"] = Elsewhere() },
        };
        foreach (var (name, value) in root)
            schema[name] = value?.DeepClone();
        return schema.ToJsonString(Readable) + "\n";
    }

    private static JsonObject Section(object defaults)
    {
        var settings = SettingTables.Flat(defaults).ToList();
        var section = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(settings.Select(one => KeyValuePair.Create<string, JsonNode?>(
                one.Setting.Name, Described(one.Setting, one.Setting.Get(one.Owner))))),
            ["additionalProperties"] = false,
        };
        var required = settings.Where(one => one.Setting.Declared.Missing is not null)
            .Select(one => (JsonNode)one.Setting.Name);
        if (required.Any())
            section["required"] = new JsonArray([.. required]);
        return section;
    }

    private static JsonObject Described(Setting setting, object? value)
    {
        var schema = setting.IsList ? List(setting)
            : setting.IsMap ? new() { ["type"] = "object", ["additionalProperties"] = OfMap(setting) }
            : Value(setting, value);
        schema.Insert(0, "description", SettingTables.Meaning(setting).Replace("`", ""));
        if (setting.Declared is { Default: null, Missing: null, IsPath: false }
            && SettingTables.Plain(setting, value) is { } otherwise)
            schema["default"] = JsonNode.Parse(otherwise);
        return schema;
    }

    private static JsonObject OfMap(Setting setting) => setting.Declared.Switch is null ? Value(setting, null)
        : new() { ["anyOf"] = new JsonArray(new JsonObject { ["type"] = "boolean" }, Value(setting, null)) };

    private static JsonObject List(Setting setting)
    {
        var list = new JsonObject { ["type"] = "array", ["items"] = Value(setting, null) };
        if (setting.Declared.Empty is not null)
            list["minItems"] = 1;
        return list;
    }

    private static JsonObject Value(Setting setting, object? value)
    {
        var (declared, type) = (setting.Declared, setting.ItemType);
        if (declared.Schema is { } own)
            return JsonNode.Parse(own)!.AsObject();
        if (setting.IsSecret)
            return new()
            {
                ["anyOf"] = new JsonArray(
                    new JsonObject { ["type"] = "string", ["minLength"] = 1 },
                    new JsonObject { ["$ref"] = "#/definitions/elsewhere" }),
            };
        if (setting.Parts.Count > 0)
            return Section(value ?? Setting.Create(type));
        if (type == typeof(bool))
            return new() { ["type"] = "boolean" };
        if (type.IsEnum)
            return new() { ["enum"] = new JsonArray([.. SettingTables.Choices(type).Select(name => (JsonNode)name)]) };
        if (!type.IsPrimitive && type != typeof(TimeSpan))
            return declared.MayBeEmpty
                ? new() { ["type"] = "string" } : new() { ["type"] = "string", ["minLength"] = 1 };
        var number = new JsonObject { ["type"] = setting.IsWhole ? "integer" : "number", ["minimum"] = declared.Min };
        if (declared.Max < double.MaxValue)
            number["maximum"] = declared.Max;
        return number;
    }

    private static JsonObject Elsewhere() => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject
        {
            ["env"] = new JsonObject
            {
                ["type"] = "string", ["description"] = "the environment variable that has the secret",
            },
            ["file"] = new JsonObject { ["type"] = "string", ["description"] = "the file that has the secret" },
        },
        ["minProperties"] = 1,
        ["maxProperties"] = 1,
        ["additionalProperties"] = false,
    };
}
