using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms;

/// <summary>Compares what a CRM gets of a scenario's stages with the expectation beside the captures.</summary>
/// <param name="run">The flow to the CRM.</param>
/// <param name="inWords">Formats a request as expectations do.</param>
internal sealed class CaptureRequests(FlowRun run, Func<SentRequest, string> inWords)
{
    /// <summary>Runs before each stage is delivered.</summary>
    public Action<CallStageEvent> Before { get; init; } = _ => { };

    /// <summary>Delivers the stages, and compares what the CRM gets.</summary>
    /// <param name="file">The expectation: <c>in_busy.kommo</c>.</param>
    /// <param name="tolerance">The accepted difference in seconds.</param>
    /// <returns>The expectation.</returns>
    public async Task<IReadOnlyList<ExpectedRequests>> CheckAsync(
        string file, IReadOnlyList<CallStageEvent> stages, CancellationToken token, int tolerance = 1)
    {
        await run.StartAsync();
        var expected = ExpectedRequests.OfFile(Captures.PathOf(file));
        var calls = new Dictionary<string, List<string>>();
        foreach (var stage in stages)
        {
            Before(stage);
            var before = run.Sent.Count;
            await run.ReachedAsync(stage, token);
            calls.TryAdd(stage.CallId, []);
            calls[stage.CallId].AddRange(run.Sent.Skip(before).Select(inWords));
        }

        var ends = stages.Where(stage => stage.Stage == CallStage.CallEnded)
            .ToDictionary(CallTranscript.HeaderOf, stage => calls[stage.CallId]);
        ends.Keys.Should().BeEquivalentTo(expected.Select(call => call.Header), "these are the calls of {0}", file);
        foreach (var call in expected)
            call.Difference(ends[call.Header], tolerance).Should().BeNull();
        return expected;
    }

    /// <summary>Every capture has an expectation, and every expectation a capture.</summary>
    public static void ShouldBeOfAllCaptures(string files) =>
        Directory.EnumerateFiles(Captures.Folder, files).Select(Path.GetFileNameWithoutExtension)
            .Should().BeEquivalentTo(Captures.All.Select(Path.GetFileNameWithoutExtension).Distinct());
}
