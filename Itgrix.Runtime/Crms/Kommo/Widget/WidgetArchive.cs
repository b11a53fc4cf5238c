using System.IO.Compression;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary>Packs the widget for the upload to the CRM: the same files always give the same archive.</summary>
internal static class WidgetArchive
{
    // The earliest time that an archive can contain.
    private static readonly DateTimeOffset Dated = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">The folder with manifest.json, script.js, i18n and images.</param>
    public static byte[] Pack(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => (Path.GetRelativePath(folder, file), File.ReadAllBytes(file)))
            .OrderBy(file => file.Item1, StringComparer.Ordinal);
        using var archive = new MemoryStream();
        using (var zip = new ZipArchive(archive, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                var entry = zip.CreateEntry(name, CompressionLevel.SmallestSize);
                entry.LastWriteTime = Dated;
                using var stream = entry.Open();
                stream.Write(content);
            }
        }
        return archive.ToArray();
    }
}
