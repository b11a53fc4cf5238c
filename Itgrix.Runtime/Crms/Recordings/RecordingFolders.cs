using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>The folders of recordings; links are followed, so that only real contents count.</summary>
internal sealed class RecordingFolders(IReadOnlyList<string> folders)
{
    /// <summary>Whether a path without links is in one of them.</summary>
    public bool Hold(string realPath) => NameOf(realPath) is not null;

    /// <summary>Whether a path, as written, is in one of them.</summary>
    public bool Name(string path) => folders.Any(folder => Below(folder, path) is not null);

    /// <summary>
    /// A recording's name relative to its folder; the file need not exist yet. <c>null</c>: it is in none of them.
    /// </summary>
    public string? NameOf(string path)
    {
        using var file = PinnedFile.Hold(path);
        foreach (var folder in folders)
        {
            var name = file is not null && PinnedFile.RealPathOf(folder) is { } real
                ? Below(real, file.RealPath) : null;
            name ??= file is null ? Below(folder, path) : null;
            if (name is not null)
                return name;
        }
        return null;
    }

    /// <summary>Opens a recording by its name in the folders; <c>null</c> when it cannot be opened.</summary>
    /// <param name="name">Untrusted input.</param>
    public PinnedFile? Open(string name)
    {
        if (name.Length == 0 || name.Contains('\0') || name.Split('/').Any(part => part is "" or "." or ".."))
            return null;
        foreach (var folder in folders)
        {
            foreach (var path in RecordingFormat.Variants(Path.Combine(folder, name)))
            {
                var file = RecordingFormat.ContentTypeOf(path) is null ? null : PinnedFile.Read(path, out _);
                if (file is not null && PinnedFile.RealPathOf(folder) is { } real
                    && Below(real, file.RealPath) is not null
                    && RecordingFormat.ContentTypeOf(file.RealPath) is not null)
                    return file;
                file?.Dispose();
            }
        }
        return null;
    }

    /// <summary>The path relative to a folder; <c>null</c> when it is elsewhere.</summary>
    public static string? Below(string folder, string path)
    {
        var start = folder.EndsWith('/') ? folder : folder + "/";
        return path.StartsWith(start, StringComparison.Ordinal) && path.Length > start.Length
            && !path.Split('/').Contains("..") ? path[start.Length..] : null;
    }
}
