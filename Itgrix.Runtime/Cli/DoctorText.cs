using Itgrix.Runtime.Platform.Doctor;

namespace Itgrix.Runtime.Cli;

/// <summary>For people: a line for each finding as soon as it is known, and below it what mends it.</summary>
internal sealed class DoctorText : IDoctorOutput
{
    private readonly int[] _counts = new int[Enum.GetValues<FindingLevel>().Length];
    private string _area = "";

    public FindingLevel Worst => (FindingLevel)Math.Max(0, Array.FindLastIndex(_counts, count => count > 0));

    public void Add(string area, Finding finding)
    {
        if (area != _area)
            Console.Out.WriteLine(_area = area);
        _counts[(int)finding.Level]++;
        Console.Out.WriteLine($"  {Mark(finding.Level)} {PrintableText.Lines(OwnCommand.In(finding.Text))}");
        if (finding.Fix is { } fix)
            Console.Out.WriteLine($"         {PrintableText.Lines(OwnCommand.In(fix))}");
    }

    public void End() => Console.Out.WriteLine(
        $"{_counts[0]} green, {_counts[1]} yellow, {_counts[2]} red.");

    private static string Mark(FindingLevel level)
    {
        var (word, color) = level switch
        {
            FindingLevel.Green => ("green ", 32),
            FindingLevel.Yellow => ("yellow", 33),
            _ => ("red   ", 31),
        };
        return Console.IsOutputRedirected ? word : $"\e[{color}m{word}\e[0m";
    }
}
