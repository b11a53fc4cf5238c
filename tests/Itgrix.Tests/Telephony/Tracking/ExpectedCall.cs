using System.Globalization;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>
/// One call of an expectation file. Stages that stand on one line, joined by <c>&amp;</c>, may come in any order:
/// Asterisk's own order varies there.
/// </summary>
internal sealed class ExpectedCall
{
    private const string BeforeWord = "before the call: ",
        EveryWord = "hooks of every stage: ", EndWord = "hooks of the end: ";

    private readonly List<string[]> _groups = [];
    private readonly List<(string Who, int? Seconds)> _talks = [];
    private readonly string _text;
    private string[] _before = [], _every = [], _end = [];

    private ExpectedCall(string text)
    {
        _text = text;
        var lines = text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Header = lines[0];
        foreach (var line in lines[1..])
            Read(line);
    }

    public string Header { get; }

    /// <summary>The calls of a file; they are separated by empty lines, <c>#</c> begins a comment.</summary>
    public static IReadOnlyList<ExpectedCall> OfFile(string file) => [.. string
        .Join('\n', File.ReadAllLines(file).Select(line => line.Split('#')[0].TrimEnd()))
        .Split("\n\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(text => new ExpectedCall(text))];

    /// <summary>Differences from the expectation; <c>null</c> when there are none.</summary>
    /// <param name="tolerance">Tolerance of a talk's length in seconds.</param>
    /// <param name="withoutRecordings">The source lacks recordings, so their hook does not run.</param>
    public string? Difference(CallTranscript call, int tolerance, bool withoutRecordings)
    {
        var end = withoutRecordings ? [.. _end.Where(hook => hook != "process_record_file_path")] : _end;
        var problem = call.Header != Header ? $"the call is '{call.Header}'"
            : !call.Before.SequenceEqual(_before) ? "the hooks before the call are others"
            : StageProblem(call, end) ?? TalkProblem(call, tolerance);
        return problem is null ? null : $"{problem}.\n--- expected:\n{_text}\n--- found:\n{call}";
    }

    private string? StageProblem(CallTranscript call, string[] end)
    {
        var at = 0;
        foreach (var group in _groups)
        {
            var found = call.Stages.Skip(at).Take(group.Length).ToList();
            if (!found.Select(stage => stage.Text).Order().SequenceEqual(group.Order()))
                return $"'{string.Join(" & ", group)}' does not come as stage {at + 1}";
            var wrong = found.Find(stage => !stage.Hooks.SequenceEqual(
                stage.Text.StartsWith("call_ended", StringComparison.Ordinal) ? end : _every));
            if (wrong is not null)
                return $"at '{wrong.Text}' other hooks ran";
            at += group.Length;
        }
        return at < call.Stages.Count ? $"'{call.Stages[at].Text}' is too much" : null;
    }

    private string? TalkProblem(CallTranscript call, int tolerance)
    {
        var rest = call.Talks.ToList();
        foreach (var (who, seconds) in _talks)
        {
            var index = rest.FindIndex(talk => talk.Who == who && (talk.Seconds is null) == (seconds is null)
                && Math.Abs((talk.Seconds ?? 0) - (seconds ?? 0)) <= tolerance);
            if (index < 0)
                return $"no conversation of {who} is as it should be";
            rest.RemoveAt(index);
        }
        return rest.Count > 0 ? $"the conversation of {rest[0].Who} is too much" : null;
    }

    private void Read(string line)
    {
        if (line.StartsWith(BeforeWord, StringComparison.Ordinal))
            _before = line[BeforeWord.Length..].Split(' ');
        else if (line.StartsWith(EveryWord, StringComparison.Ordinal))
            _every = line[EveryWord.Length..].Split(' ');
        else if (line.StartsWith(EndWord, StringComparison.Ordinal))
            _end = line[EndWord.Length..].Split(' ');
        else if (line.EndsWith(" never answered", StringComparison.Ordinal))
            _talks.Add((line.Split(' ')[0], null));
        else if (line.Split(' ') is [var who, "talked", var seconds, "s"])
            _talks.Add((who, int.Parse(seconds, CultureInfo.InvariantCulture)));
        else if (line.Split(" & ") is var group && Array.TrueForAll(group, IsStage))
            _groups.Add(group);
        else
            throw new FormatException($"'{line}' is no line of an expectation.");
    }

    private static bool IsStage(string text) =>
        text.Split(' ') is ["requested" or "accepted" or "ended" or "call_ended", _];
}
