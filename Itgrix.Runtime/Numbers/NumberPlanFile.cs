using Itgrix.Runtime.Files;
using Itgrix.Runtime.Logging;

namespace Itgrix.Runtime.Numbers;

/// <summary>The plan by the settings and the file of mobile patterns, which is read again when it was saved.</summary>
internal sealed class NumberPlanFile(NumberOptions options)
{
    private const int Largest = 4 << 20;

    private WatchedFile? _watched;
    private NumberPlan _plan = new(options, []);

    public NumberPlan Current
    {
        get
        {
            if (options.LocalPatterns is { } file && (_watched is null || _watched.MayHaveChanged()))
                Read(file);
            return _plan;
        }
    }

    // While the file cannot be read, the patterns that were read last stay in force.
    private void Read(string file)
    {
        _watched = WatchedFile.Of(file);
        try
        {
            RegularFile.Require(file, Largest);
            var lines = File.ReadAllLines(file).Select(line => line.Split('#', ';')[0].Trim()).Where(line => line.Length > 0).ToList();
            foreach (var line in lines.Where(line => !NumberPattern.IsValid(line)))
                NumberLogMessages.NoPattern(file, line);
            _plan = new(options, [.. lines.Where(NumberPattern.IsValid).Select(line => new NumberPattern(line))]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            NumberLogMessages.CannotRead(file, error.Message);
        }
    }
}
