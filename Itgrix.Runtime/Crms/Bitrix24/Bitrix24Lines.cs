using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Makes the trunks of the settings external lines of Bitrix24, by which it tells calls apart.</summary>
internal sealed class Bitrix24Lines(Bitrix24ApiClient client, Bitrix24CallOptions options)
{
    // This is about calls from a line; for calls to it the registration says what is created.
    private readonly string _creates = options.Create.Outgoing == ClientKind.Nothing ? "N" : "Y";

    /// <summary>Adds what is missing and changes what differs; lines that the settings do not name stay.</summary>
    /// <returns>Whether all of them are as they should be; else it is logged, and to be tried again.</returns>
    public async Task<bool> RegisterAsync(CancellationToken token)
    {
        if (options.Lines.Count == 0)
            return true;
        try
        {
            var answer = await client.CallAsync("telephony.externalLine.get", null, token);
            var known = BitrixJson.Items(answer.Result).DistinctBy(Number).ToDictionary(Number);
            var isDone = true;
            foreach (var (number, name) in options.Lines)
                isDone &= await RegisterAsync(number, name, known.GetValueOrDefault(number.TrimStart('+')), token);
            return isDone;
        }
        catch (CrmException error)
        {
            Bitrix24LogMessages.LinesFailed("The external lines", error.Message);
            return false;
        }
    }

    // One that Bitrix24 does not take keeps no other one out.
    private async Task<bool> RegisterAsync(string number, string name, JsonElement known, CancellationToken token)
    {
        var isKnown = known.ValueKind == JsonValueKind.Object;
        if (isKnown && (BitrixJson.Text(known, "NAME"), BitrixJson.Text(known, "CRM_AUTO_CREATE")) == (name, _creates))
            return true;
        try
        {
            var its = isKnown ? BitrixJson.Text(known, "NUMBER") : number;
            var line = new JsonObject { ["NUMBER"] = its, ["NAME"] = name, ["CRM_AUTO_CREATE"] = _creates };
            await client.CallAsync(
                isKnown ? "telephony.externalLine.update" : "telephony.externalLine.add", line, token);
        }
        catch (CrmException error)
        {
            Bitrix24LogMessages.LinesFailed($"The external line {number}", error.Message);
            return false;
        }
        if (isKnown)
            Bitrix24LogMessages.LineChanged(number, name);
        else
            Bitrix24LogMessages.LineAdded(number, name);
        return true;
    }

    // Somebody may have written it there with a + or without.
    private static string Number(JsonElement line) => BitrixJson.Text(line, "NUMBER").TrimStart('+');
}
