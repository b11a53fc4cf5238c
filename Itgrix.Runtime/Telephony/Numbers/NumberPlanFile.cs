using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Telephony.Numbers;

/// <summary>
/// The plan from the settings, which may change, and the file of mobile patterns, which is reloaded after a save.
/// </summary>
internal sealed class NumberPlanFile(Func<NumberOptions> options)
{
    private static readonly ILogger Log = AppLog.For("numbers");

    private const int MaxBytes = 4 << 20;

    private volatile Version? _last;

    public NumberPlanFile(NumberOptions options)
        : this(() => options)
    {
    }

    public NumberPlan Current
    {
        get
        {
            var (wanted, last) = (options(), _last);
            if (last is null || !ReferenceEquals(last.Options, wanted) || last.Watched?.MayHaveChanged() == true)
                _last = last = Made(wanted, last);
            return last.Plan;
        }
    }

    // While the file cannot be read, the last patterns stay in force.
    private static Version Made(NumberOptions options, Version? last)
    {
        if (options.LocalPatterns is not { } file)
            return new(options, null, [], new(options, []));
        var watched = WatchedFile.Read(file);
        var patterns = Read(file) ?? (last?.Options.LocalPatterns == file ? last.Patterns : []);
        return new(options, watched, patterns, new(options, patterns));
    }

    private static IReadOnlyList<NumberPattern>? Read(string file)
    {
        try
        {
            RegularFile.Require(file, MaxBytes);
            var lines = File.ReadAllLines(file).Select(line => line.Split('#', ';')[0].Trim())
                .Where(line => line.Length > 0).ToList();
            foreach (var line in lines.Where(line => !NumberPattern.IsValid(line)))
                NumberLogMessages.NoPattern(Log, file, line);
            return [.. lines.Where(NumberPattern.IsValid).Select(line => new NumberPattern(line))];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NumberLogMessages.CannotRead(Log, file, error.Message);
            return null;
        }
    }

    private sealed record Version(
        NumberOptions Options, WatchedFile? Watched, IReadOnlyList<NumberPattern> Patterns, NumberPlan Plan);
}
