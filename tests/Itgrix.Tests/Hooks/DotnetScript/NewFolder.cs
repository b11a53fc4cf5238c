using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Hooks.DotnetScript;

/// <summary>A customer's folder that <c>new</c> has just written.</summary>
internal sealed class NewFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private NewFolder()
    {
    }

    public string Path => _folder.Path;

    /// <summary>The folder with the template of each of these hooks.</summary>
    public static async Task<NewFolder> With(params IEnumerable<string> hooks)
    {
        var folder = new NewFolder();
        await Parallel.ForEachAsync(
            hooks, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (hook, _) =>
            {
                var created = await Command.Run("", "new", hook, "--customizations", folder.Path);
                created.ExitCode.Should().Be(0, created.Errors);
            });
        return folder;
    }

    /// <summary>Copies a shipped script to its place in this folder.</summary>
    public void Add(string script)
    {
        var target = Of(script);
        if (!File.Exists(target))
            File.Copy(script, target);
    }

    /// <summary>Path of a shipped script in this folder.</summary>
    public string Of(string script) =>
        _folder.File(System.IO.Path.GetRelativePath(ProjectFolder.Of("customizations"), script));

    public void Dispose() => _folder.Dispose();
}
