using System.Globalization;
using System.Text;
using Itgrix.Runtime.Platform.Processes;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Platform.Processes;

/// <summary>Shell scripts, each with a unique variable that its processes are found by.</summary>
internal sealed class Shell
{
    public static readonly TimeSpan Long = TestTimeout.Value;

    private readonly string _mark = $"ITGRIX_TEST={Guid.NewGuid():N}";

    public ProcessSpec Script(string script) => new("/bin/sh", ["-c", script])
    {
        Environment = new Dictionary<string, string?> { ["ITGRIX_TEST"] = _mark["ITGRIX_TEST=".Length..] },
    };

    /// <summary>The same script where the program gets no variable: what it starts carries the mark.</summary>
    public string Marked(string script) => $"export {_mark}; {script}";

    public Task<ProcessResult> RunAsync(string script, TimeSpan? limit = null, string input = "") =>
        ProcessRunner.RunAsync(
            Script(script),
            new Dictionary<int, ReadOnlyMemory<byte>> { [0] = Encoding.UTF8.GetBytes(input) },
            null,
            limit ?? Long,
            CancellationToken.None);

    /// <summary>Living processes with the variable, found independently of the code under test.</summary>
    public List<int> Survivors() =>
        [.. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(IsSurvivor!).Select(Number!)];

    public void KillSurvivors() => Survivors().ForEach(Kill);

    /// <summary>Kills one process and waits until it is dead.</summary>
    public static void Kill(int id)
    {
        System.Diagnostics.Process.GetProcessById(id).Kill();
        Until(() => ProcessEntry.Find(id) is null or { IsZombie: true }, "it is dead");
    }

    /// <summary>Waits for a state that no event announces.</summary>
    public static void Until(Func<bool> condition, string what) =>
        Eventually.True(condition, what);

    private bool IsSurvivor(string name)
    {
        if (!int.TryParse(name, out _))
            return false;
        try
        {
            return File.ReadAllText($"/proc/{name}/environ").Split('\0').Contains(_mark);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int Number(string name) => int.Parse(name, CultureInfo.InvariantCulture);
}
