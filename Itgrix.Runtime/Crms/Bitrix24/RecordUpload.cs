using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>Attaches a recording: requests the upload address, and sends the file there.</summary>
internal sealed class RecordUpload(Bitrix24ApiClient client)
{
    public async Task<JsonElement> SendAsync(string method, JsonObject parameters, CancellationToken token)
    {
        var file = $"{parameters[PseudoParameters.File]}";
        Check(file);
        var sent = PseudoParameters.Without(parameters);
        sent["FILENAME"] = Path.GetFileName(file);
        var place = (await client.CallAsync(method, sent, token)).Result;
        try
        {
            return (await client.UploadAsync(place, file, token)).Result;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, error);
        }
    }

    // Bitrix24 would accept an empty file, and show a recording that cannot be played.
    private static void Check(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            if (content.Length == 0)
                throw new CrmException(CrmFailure.Rejected,
                    $"The recording {file} is empty: check MixMonitor, and what process_record_file_path makes of it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Unreadable(file, error);
        }
    }

    private static CrmException Unreadable(string file, Exception error) => new(CrmFailure.Rejected,
        $"The recording \"{file}\" cannot be read: {error.Message} Check the folder of recordings and its rights.",
        error);
}
