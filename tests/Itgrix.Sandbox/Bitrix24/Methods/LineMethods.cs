using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>telephony.externalLine.*: the lines of the PBX.</summary>
internal sealed class LineMethods(PortalState state)
{
    public void AddTo(IDictionary<string, Func<Parameters, object>> methods)
    {
        methods["telephony.externalline.add"] = Add;
        methods["telephony.externalline.get"] = _ =>
            new JsonArray([.. state.Table("line").Select(line => Shown(line!.AsObject()))]);
        methods["telephony.externalline.update"] = Update;
        methods["telephony.externalline.delete"] = Delete;
    }

    private JsonNode Add(Parameters parameters)
    {
        if (parameters.Text("NUMBER").Length == 0)
            throw RestException.Refused("NUMBER is not specified");
        var line = state.Find("line", "NUMBER", parameters.Text("NUMBER"));
        if (line is null)
            state.Table("line").Add(line = new()
                {
                    ["ID"] = $"{state.NextId()}", ["NUMBER"] = parameters.Text("NUMBER"), ["NAME"] = "",
                    ["CRM_AUTO_CREATE"] = "Y",
                });
        Change(line, parameters);
        return new JsonObject { ["ID"] = int.Parse(Parameters.TextOf(line["ID"])) };
    }

    private JsonNode Update(Parameters parameters)
    {
        var line = Existing(parameters);
        Change(line, parameters);
        return new JsonObject { ["ID"] = line["ID"]!.DeepClone() };
    }

    private JsonNode Delete(Parameters parameters)
    {
        state.Table("line").Remove(Existing(parameters));
        return new JsonArray();
    }

    private JsonObject Existing(Parameters parameters) => state.Find("line", "NUMBER", parameters.Text("NUMBER"))
        ?? throw RestException.Refused("Could not find line with such number", "NOT_FOUND");

    private static void Change(JsonObject line, Parameters parameters)
    {
        foreach (var name in new[] { "NAME", "CRM_AUTO_CREATE" }.Where(name => parameters[name] is not null))
            line[name] = parameters.Text(name);
    }

    private static JsonNode Shown(JsonObject line)
    {
        var shown = line.DeepClone().AsObject();
        shown.Remove("ID");
        return shown;
    }
}
