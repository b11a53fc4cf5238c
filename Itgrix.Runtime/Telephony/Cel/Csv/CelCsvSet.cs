using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Telephony.Cel.Csv;

/// <summary>The file that Asterisk writes and its rotated predecessors, all open, the oldest first.</summary>
internal sealed partial class CelCsvSet : IDisposable
{
    private static readonly ILogger Log = AppLog.For("cel");

    private const int Tries = 5;

    private readonly List<CelCsvSource> _sources = [];

    private CelCsvSet()
    {
    }

    public IReadOnlyList<CelCsvSource> Sources => _sources;

    /// <summary>The file that Asterisk writes; <c>null</c> between a rotation and the next call.</summary>
    public CelCsvSource? Current { get; private set; }

    /// <summary>Opens all of them, none twice and none missed, even during a rotation.</summary>
    /// <exception cref="CelStoreException">They are missing or cannot be read.</exception>
    public static async Task<CelCsvSet> OpenAsync(
        string path, CelCsvFormat format, CelCsvFigures figures, CancellationToken cancellation)
    {
        for (var left = Tries; ; left--)
        {
            var set = new CelCsvSet();
            try
            {
                await set.OpenAllAsync(path, format, figures, cancellation);
                if (left == 1 || set.IsCurrent(path))
                    return set;
            }
            catch
            {
                set.Dispose();
                throw;
            }
            set.Dispose();
        }
    }

    /// <summary>The rotated files beside it, as logrotate names them.</summary>
    public static IEnumerable<string> RotatedOf(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        var name = Path.GetFileName(path);
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Where(file =>
                Path.GetFileName(file) is var other && other.Length > name.Length
                && other.StartsWith(name, StringComparison.Ordinal) && Rotated().IsMatch(other.AsSpan(name.Length)))
            : [];
    }

    /// <summary>Detaches a file, which its new owner closes.</summary>
    public void Release(CelCsvSource source) => _sources.Remove(source);

    public void Dispose() => _sources.ForEach(source => source.Dispose());

    [GeneratedRegex(@"\A([.]\d+|[-.]\d{8}([-._T]?\d+)*)([.]gz)?\z|\A[.]gz\z")]
    private static partial Regex Rotated();

    private async Task OpenAllAsync(
        string path, CelCsvFormat format, CelCsvFigures figures, CancellationToken cancellation)
    {
        // The current one first: if it is rotated after this, it is found once more and recognized by its stamp.
        Current = await CelCsvSource.OpenAsync(path, format, figures, cancellation);
        foreach (var file in Listed(path))
            await OpenRotatedAsync(file, format, figures, cancellation);
        _sources.Sort((one, other) => Nullable.Compare(one.First, other.First));
        if (Current is not null)
            _sources.Add(Current);
        if (_sources.Count > 0)
            return;
        if (!Directory.Exists(Path.GetDirectoryName(path)))
            throw new CelStoreException($"{Path.GetDirectoryName(path)} does not exist: set up the file's mapping "
                + "in cel_custom.conf and load the module cel_custom, or give the right path in asterisk.cel.file.");
        // Asterisk creates the file at the first event of the first call.
        CelLogMessages.NoFileYet(Log, path);
    }

    private async Task OpenRotatedAsync(
        string file, CelCsvFormat format, CelCsvFigures figures, CancellationToken cancellation)
    {
        try
        {
            if (await CelCsvSource.OpenAsync(file, format, figures, cancellation) is not { } source)
                return;
            if (source.First is null || IsSame(source, Current))
                source.Dispose();
            else
                _sources.Add(source);
        }
        catch (CelStoreException error)
        {
            CelLogMessages.RotatedUnreadable(Log, error.Message);
        }
    }

    private static List<string> Listed(string path)
    {
        try
        {
            return [.. RotatedOf(path)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CelStoreException($"The folder of {path} cannot be listed: {error.Message} "
                + "Give the service's user the right to read it.", error);
        }
    }

    private bool IsCurrent(string path) => FileStamp.Read(path) is var now
        && (now is null ? Current is null : Current is not null && IsSame(Current.Stamp, now.Value));

    internal static bool IsSame(FileStamp one, FileStamp other) =>
        (one.Device, one.Inode) == (other.Device, other.Inode);

    private static bool IsSame(CelCsvSource source, CelCsvSource? other) =>
        other is not null && IsSame(source.Stamp, other.Stamp);
}
