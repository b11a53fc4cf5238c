using System.ComponentModel;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Hooks.Php;

/// <summary>
/// The files that a running PHP was made from: the programs, php.ini, the .ini files beside it and the extensions.
/// </summary>
internal sealed class PhpFiles(IReadOnlyList<string> first, IReadOnlyList<string>? others = null)
{
    // For the many others; the first are looked at before each call.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Stamps _first = new(first), _others = new(others ?? []);
    private long _looked = TimeProvider.System.GetTimestamp();

    public static PhpFiles From(CustomizerOptions options, PhpProbe commandLine)
    {
        string?[] first = [commandLine.IniFile, .. Folders(commandLine.IniFolder), Program(options.Php)];
        var extensions = commandLine.ExtensionFolder is { } folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder, "*.so").Append(folder) : [];
        return new(
            [.. first.OfType<string>()],
            [.. extensions, .. commandLine.IniFiles, .. new[] { Program(options.PhpCgi) }.OfType<string>()]);
    }

    /// <summary>Whether one of them may have changed since; about 1 microsecond for each of the first.</summary>
    public bool HaveChanged()
    {
        if (_first.Differ())
            return true;
        var looked = Volatile.Read(ref _looked);
        if (TimeProvider.System.GetElapsedTime(looked) < Interval)
            return false;
        var now = TimeProvider.System.GetTimestamp();
        return Interlocked.CompareExchange(ref _looked, now, looked) == looked && _others.Differ();
    }

    private static IEnumerable<string> Folders(string? list) =>
        list?.Split(':', StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static string? Program(string name)
    {
        try
        {
            return ProgramPath.Find(name);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private sealed class Stamps(IReadOnlyList<string> paths)
    {
        private readonly FileStamp?[] _stamps = [.. paths.Select(FileStamp.Read)];

        public bool Differ()
        {
            for (var at = 0; at < _stamps.Length; at++)
                if (FileStamp.Read(paths[at]) != _stamps[at])
                    return true;
            return false;
        }
    }
}
