using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Outbox;

/// <summary>Whether the outbox can be used, and has room.</summary>
internal sealed class OutboxCheck(OutboxOptions options) : IDoctorCheck
{
    private const long LittleSpace = 1L << 30, NoSpace = 100L << 20;

    public string Area => "outbox";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        var folder = options.Folder;
        var place = folder;
        while (!Directory.Exists(place))
            place = Path.GetDirectoryName(place)!;
        if (!FileRights.CanWrite(place))
        {
            yield return Finding.Error($"{place} cannot be written by {Environment.UserName}.",
                $"mkdir -p {folder}; chown {Environment.UserName} {folder}; or set outbox.file");
            yield break;
        }
        if (options.PostgreSql is not null || File.Exists(options.File))
            yield return await OpenAsync(token);
        else
            yield return Finding.Good($"{options.File} is created at the first start.");
        if (Space(place) is { } space)
            yield return space;
    }

    private async Task<Finding> OpenAsync(CancellationToken token)
    {
        await using var database = OutboxDatabase.Create(options);
        try
        {
            await using var connection = await database.OpenReaderAsync(token);
            return Finding.Good($"{database.Name} can be used.");
        }
        catch (Exception error) when (ForeseenFailure.Is(error) && error is not OperationCanceledException)
        {
            return Finding.Error(database.Unusable(error).Message);
        }
    }

    private static Finding? Space(string place)
    {
        var free = new DriveInfo(place).AvailableFreeSpace;
        var text = $"{free >> 20} MB are free at {place}.";
        return free < NoSpace ? Finding.Error(text, "Make room: without it no call is stored.")
            : free < LittleSpace ? Finding.Warning(text, "Make room: an outage of a CRM fills some of it.")
            : Finding.Good(text);
    }
}
