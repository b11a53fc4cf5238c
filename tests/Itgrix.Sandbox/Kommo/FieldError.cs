using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Kommo;

/// <summary>A validation error of an entity's field.</summary>
internal sealed record FieldError(string Code, string Path, string Detail)
{
    public static FieldError Missing(string path) => new("FieldMissing", path, "This field is missing.");

    public static FieldError Type(string path, string type) =>
        new("InvalidType", path, $"This value should be of type {type}.");

    public static FieldError Choice(string path) =>
        new("NotSupportedChoice", path, "The value you selected is not a valid choice.");

    public JsonObject ToJson() => new() { ["code"] = Code, ["path"] = Path, ["detail"] = Detail };
}
