using System.Formats.Tar;
using System.IO.Compression;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Files;
using Microsoft.Data.Sqlite;

namespace Itgrix.Runtime.Service.Backup;

/// <summary>A backup: configuration, hooks and state in one archive, readable for its owner only.</summary>
internal static class BackupFile
{
    private const string Contents = "itgrix-backup.json";

    /// <summary>Writes one, also while the service runs.</summary>
    /// <returns>The number of files in it.</returns>
    public static async Task<int> WriteAsync(string file, ItgrixConfig config, CancellationToken token)
    {
        var (places, count) = (BackupPlaces.Of(config), 0);
        await using var target = new FileStream(file, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await using var zip = new GZipStream(target, CompressionLevel.Optimal);
        await using var tar = new TarWriter(zip, TarEntryFormat.Pax);
        await AddTextAsync(tar, Contents, new JsonObject
        {
            ["config"] = places.Config, ["state"] = places.State,
            ["hooks"] = new JsonArray([.. places.Hooks.Select(path => (JsonNode)path)]),
        }.ToJsonString(), token);
        foreach (var one in places.All.Where(Directory.Exists)
            .SelectMany(folder => BackupPlaces.FilesOf(folder, config.Outbox.File)).Distinct()
            .Where(one => one != file))
        {
            await tar.WriteEntryAsync(one, one.TrimStart('/'), token);
            count++;
        }
        if (config.Outbox.PostgreSql is null && File.Exists(config.Outbox.File))
        {
            await AddOutboxAsync(tar, config.Outbox, token);
            count++;
        }
        return count;
    }

    /// <summary>Puts the files of a backup where they were, for the user of the service's folder.</summary>
    /// <param name="replaces">Whether files that are there are replaced.</param>
    /// <returns>The number of files.</returns>
    /// <exception cref="IOException">It is no backup, or a file is there already.</exception>
    public static async Task<int> RestoreAsync(string file, bool replaces, CancellationToken token)
    {
        var count = 0;
        await using var source = File.OpenRead(file);
        await using var zip = new GZipStream(source, CompressionMode.Decompress);
        await using var tar = new TarReader(zip);
        var places = await PlacesAsync(tar, file, token);
        while (await tar.GetNextEntryAsync(cancellationToken: token) is { } entry)
        {
            var path = $"/{entry.Name}";
            // A name that leads elsewhere, or anything but a file, is not of a backup.
            if (entry.EntryType != TarEntryType.RegularFile || !places.Hold(path))
                throw new IOException(
                    $"{file} is no backup of this program: it has {PrintableText.Short(entry.Name)}.");
            if (File.Exists(path) && !replaces)
                throw new IOException($"{path} is there already: move it away, or give --replace.");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await entry.ExtractToFileAsync(path, overwrite: true, token);
            FileRights.GiveToFolder(path);
            // Of a database that was there before.
            PrivateFolder.Remove($"{path}-wal");
            PrivateFolder.Remove($"{path}-shm");
            count++;
        }
        return count;
    }

    private static async Task<BackupPlaces> PlacesAsync(TarReader tar, string file, CancellationToken token)
    {
        if (await tar.GetNextEntryAsync(copyData: true, token) is not { Name: Contents, DataStream: { } data })
            throw new IOException($"{file} is no backup of this program.");
        var json = (await JsonNode.ParseAsync(data, cancellationToken: token))!;
        return new($"{json["config"]}", $"{json["state"]}", [.. json["hooks"]!.AsArray().Select(path => $"{path}")]);
    }

    private static async Task AddTextAsync(TarWriter tar, string name, string text, CancellationToken token)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = content }, token);
    }

    // A consistent copy, whatever the service writes meanwhile.
    private static async Task AddOutboxAsync(TarWriter tar, OutboxOptions outbox, CancellationToken token)
    {
        var copy = Path.Combine(Path.GetTempPath(), $"itgrix-{Guid.NewGuid():n}.db");
        try
        {
            await using (var connection = new SqliteConnection(
                new SqliteConnectionStringBuilder { DataSource = outbox.File, Pooling = false }.ToString()))
            {
                await connection.OpenAsync(token);
                await using var command = connection.CreateCommand();
                command.CommandText = "VACUUM INTO @copy";
                command.Parameters.AddWithValue("@copy", copy);
                await command.ExecuteNonQueryAsync(token);
            }
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            await tar.WriteEntryAsync(copy, outbox.File.TrimStart('/'), token);
        }
        finally
        {
            PrivateFolder.Remove(copy);
        }
    }
}
