namespace Itgrix.Tests.Support;

/// <summary>
/// The settings of a real Asterisk, which are as before once this is disposed: other tests use it too.
/// </summary>
internal sealed class ChangedFiles : IAsyncDisposable
{
    private readonly Dictionary<string, string> _before;
    private readonly RealAsterisk _asterisk;
    private readonly CancellationToken _token;

    private ChangedFiles(RealAsterisk asterisk, CancellationToken token)
    {
        (_asterisk, _token) = (asterisk, token);
        _before = Directory.GetFiles(FolderOf(asterisk)).ToDictionary(file => file, File.ReadAllText);
    }

    public static Task<ChangedFiles> OfAsync(RealAsterisk asterisk, CancellationToken token) =>
        Task.FromResult(new ChangedFiles(asterisk, token));

    public static string FolderOf(RealAsterisk asterisk) =>
        Path.GetFullPath(Path.Combine(asterisk.Recordings, "..", "etc"));

    /// <summary>Replaces a file, and puts it into force.</summary>
    public async Task WriteAsync(string name, string text, string reload)
    {
        await File.WriteAllTextAsync(Path.Combine(FolderOf(_asterisk), name), text, _token);
        await _asterisk.Cli(reload, _token);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var file in Directory.GetFiles(FolderOf(_asterisk)))
            if (_before.TryGetValue(file, out var text))
                await File.WriteAllTextAsync(file, text);
            else
                File.Delete(file);
        foreach (var reload in new[] { "manager reload", "module reload cel", "module reload cel_manager" })
            await _asterisk.Cli(reload, CancellationToken.None);
    }
}
