namespace Itgrix.Runtime.Cli;

/// <summary>
/// Orders the lines of parallel calls, one call after the other: those of the first are written at once, those
/// of the others wait until it has ended. Used by one thread at a time.
/// </summary>
internal sealed class DemoCalls(TextWriter output)
{
    private readonly Dictionary<string, DemoCall> _calls = [];
    private readonly Queue<DemoCall> _waiting = [];
    private DemoCall? _shown;

    /// <summary>A line of a call; a call is numbered by its first line.</summary>
    public void Add(string id, string text)
    {
        if (!_calls.TryGetValue(id, out var call))
        {
            _calls[id] = call = new(_calls.Count + 1);
            _waiting.Enqueue(call);
        }
        // Lines after its end, as after an outage of the CRM, are shown as a separate part.
        else if (call is { HasEnded: true, Lines.Count: 0 })
            _waiting.Enqueue(call);
        call.Lines.Enqueue($"#{call.Number} {text}");
        Write();
    }

    /// <summary>Ends a call.</summary>
    public void End(string id)
    {
        if (_calls.TryGetValue(id, out var call))
            call.HasEnded = true;
        Write();
    }

    private void Write()
    {
        while (_shown is not null || _waiting.TryDequeue(out _shown))
        {
            while (_shown.Lines.TryDequeue(out var line))
                output.WriteLine(line);
            if (!_shown.HasEnded)
                return;
            output.WriteLine();
            _shown = null;
        }
    }

    private sealed record DemoCall(int Number)
    {
        public Queue<string> Lines { get; } = [];

        public bool HasEnded { get; set; }
    }
}
