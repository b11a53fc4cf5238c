using System.Text.Json;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Tests.Support;

/// <summary>Reads one section of a configuration.</summary>
internal static class ReadSettings
{
    /// <param name="path">The section: <c>asterisk.ami</c>.</param>
    /// <param name="json">Its content.</param>
    /// <param name="mistakes">Gets the mistakes.</param>
    /// <param name="folder">The folder of relative paths.</param>
    public static T From<T>(string path, string json, List<string> mistakes, string folder = "/")
        where T : class
    {
        var names = path.Split('.');
        var file = names.Reverse().Aggregate(json, (inner, name) => $$"""{"{{name}}": {{inner}}}""");
        return SettingReader.Read<T>(names.Aggregate(
            new ConfigSection(JsonElement.Parse(file), folder, mistakes), (section, name) => section.Section(name)!));
    }
}
