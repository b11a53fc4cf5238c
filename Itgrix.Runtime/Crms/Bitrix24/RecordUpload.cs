using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Outbox;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>
/// Attaches a recording: requests the upload address, and sends the file there; where that address is not reachable,
/// the file goes in a request of its own.
/// </summary>
internal sealed class RecordUpload(Bitrix24ApiClient client)
{
    // A request is in memory as a whole.
    private const int MaxInRequest = 25 << 20;

    public async Task<JsonElement> SendAsync(string method, JsonObject parameters, CancellationToken token)
    {
        var file = $"{parameters[PseudoParameters.File]}";
        var sent = PseudoParameters.Without(parameters);
        sent["FILENAME"] = NameOf(file);
        var place = (await client.CallAsync(method, sent, token)).Result;
        try
        {
            return await UploadAsync(place, file, $"{sent["FILENAME"]}", token)
                ?? await SendInRequestAsync(method, sent, file, token);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(file, error);
        }
    }

    // Null: nothing of the portal answers at that address.
    private async Task<JsonElement?> UploadAsync(
        JsonElement place, string file, string name, CancellationToken token)
    {
        try
        {
            return client.HasPlace(place) ? (await client.UploadAsync(place, file, token, name)).Result : null;
        }
        catch (CrmException error) when (error is { Code: null, Failure: CrmFailure.Unauthorized or CrmFailure.Broken })
        {
            return null;
        }
    }

    private async Task<JsonElement> SendInRequestAsync(
        string method, JsonObject parameters, string file, CancellationToken token)
    {
        if (new FileInfo(file).Length > MaxInRequest)
            throw new CrmException(CrmFailure.Rejected,
                $"The portal gave no address of its own for the recording {file}, and it is larger than "
                + $"{MaxInRequest >> 20} MB: correct the portal's own address in its settings.");
        parameters["FILE_CONTENT"] = Convert.ToBase64String(await File.ReadAllBytesAsync(file, token));
        return (await client.CallAsync(method, parameters, token)).Result;
    }

    // Bitrix24 accepts the two extensions in lower case alone. It would accept an empty file, and show a recording that
    // cannot be played.
    private static string NameOf(string file)
    {
        try
        {
            using var content = File.OpenRead(file);
            if (content.Length == 0)
                throw new CrmException(CrmFailure.Rejected,
                    $"The recording {file} is empty: check MixMonitor, and what process_record_file_path makes of it.");
            var extension = Path.GetExtension(file).ToLowerInvariant();
            var playable = extension is ".wav" or ".mp3" ? extension : RecordingFormat.PlayableOf(content);
            return playable is not null ? Path.GetFileNameWithoutExtension(file) + playable
                : throw new CrmException(CrmFailure.Rejected, $"The recording {file} is neither WAV nor MP3, and "
                    + "Bitrix24 takes nothing else: record in WAV, or convert it in process_record_file_path.");
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
