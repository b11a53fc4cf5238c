using System.Text.Json.Nodes;

namespace Itgrix.Sandbox.Bitrix24.Methods;

/// <summary>Recordings and transcriptions of finished calls.</summary>
internal sealed class RecordMethods(PortalState state)
{
    public void AddTo(IDictionary<string, Func<Parameters, object>> methods)
    {
        methods["telephony.externalcall.attachrecord"] = Attach;
        methods["telephony.call.attachtranscription"] = Transcribe;
    }

    private JsonNode Attach(Parameters parameters)
    {
        var url = parameters.Text("RECORD_URL");
        var name = parameters["FILENAME"] is null && url.Length > 0 ? url.Split('/')[^1] : parameters.Text("FILENAME");
        if (url.Length == 0 && parameters["FILENAME"] is null)
            throw RestException.Refused(
                "Required parameters are not set. Request should contain either URL or FILENAME parameter");
        var call = Finished(parameters);
        if (name.Length == 0)
            throw RestException.Refused("File name is empty");
        Check(name);
        if (url.Length > 0)
            return Attached(call, name, 0);
        return parameters["FILE_CONTENT"] is null
            ? Upload(call, name) : Attached(call, name, Size(parameters.Text("FILE_CONTENT")));
    }

    private JsonObject Finished(Parameters parameters) => state.Find("statistic", "CALL_ID", parameters.Text("CALL_ID"))
        ?? throw RestException.Refused(
            "Call is not found in the statistic table. Looks like it is not finished yet.");

    // The file comes separately, to an address that the HTTP front end completes.
    private static JsonNode Upload(JsonObject call, string name) => new JsonObject
    {
        ["uploadUrl"] = $"rest/upload.json?token={Uri.EscapeDataString($"{call["CALL_ID"]}|{name}")}",
        ["fieldName"] = "file",
    };

    /// <summary>Takes a file at the upload address.</summary>
    public static JsonNode Uploaded(PortalState state, string token, string name, long size)
    {
        var call = state.Find("statistic", "CALL_ID", token.Split('|')[0])
            ?? throw RestException.Refused("Wrong upload token", "");
        Check(name);
        return Attached(state, call, name, size);
    }

    // In lower case alone.
    private static void Check(string name)
    {
        if (Path.GetExtension(name) is not (".mp3" or ".wav"))
            throw RestException.Refused("Wrong file extension. Only wav and mp3 are allowed");
    }

    private JsonNode Attached(JsonObject call, string name, long size) => Attached(state, call, name, size);

    private static JsonNode Attached(PortalState state, JsonObject call, string name, long size)
    {
        var id = state.NextId();
        call["RECORD"] = new JsonObject { ["FILE_ID"] = id, ["NAME"] = name, ["SIZE"] = size };
        return new JsonObject { ["FILE_ID"] = id };
    }

    private static int Size(string content)
    {
        if (content.Length == 0)
            throw RestException.Refused("File content is empty.");
        var bytes = new byte[content.Length];
        return Convert.TryFromBase64String(content, bytes, out var size)
            ? size : throw RestException.Refused("File content is not properly encoded. Base64 encoding is expected.");
    }

    private JsonNode Transcribe(Parameters parameters)
    {
        if (parameters["MESSAGES"] is not JsonArray messages)
            throw RestException.Refused("MESSAGES should be an array");
        Finished(parameters)["TRANSCRIPT"] = messages.DeepClone();
        return new JsonObject { ["TRANSCRIPT_ID"] = state.NextId() };
    }
}
