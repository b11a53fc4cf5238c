using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Registers the configured trunks as external lines of Bitrix24, by which it distinguishes calls.</summary>
internal sealed class Bitrix24Lines(Bitrix24ApiClient client, Bitrix24CallOptions options)
{
    private static readonly ILogger Log = AppLog.For("bitrix24");

    // For calls from a line; for calls to it the registration says what is created.
    private readonly string _creates = options.Create.Outgoing == ClientKind.Nothing ? "N" : "Y";

    /// <summary>Adds missing lines and updates changed ones; lines that are not configured stay.</summary>
    /// <returns>Whether all lines are up to date; a failure is logged, and to be retried.</returns>
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
            Bitrix24LogMessages.LinesFailed(Log, "The external lines", error.Message);
            return false;
        }
    }

    // A line that Bitrix24 rejects does not stop the others.
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
            Bitrix24LogMessages.LinesFailed(Log, $"The external line {number}", error.Message);
            return false;
        }
        if (isKnown)
            Bitrix24LogMessages.LineChanged(Log, number, name);
        else
            Bitrix24LogMessages.LineAdded(Log, number, name);
        return true;
    }

    // The line may have been entered there with or without a +.
    private static string Number(JsonElement line) => BitrixJson.Text(line, "NUMBER").TrimStart('+');
}
