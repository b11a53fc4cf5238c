using Itgrix.Hooks;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Crms;

/// <summary>What a CRM is told of a scenario's stages, against the expectation beside the captures.</summary>
/// <param name="run">The way to the CRM.</param>
/// <param name="inWords">A request as expectations have it.</param>
internal sealed class CaptureRequests(FlowRun run, Func<SentRequest, string> inWords)
{
    /// <summary>Looks before each stage is told.</summary>
    public Action<CallStageEvent> Before { get; init; } = _ => { };

    /// <summary>Tells the stages, and compares what the CRM gets.</summary>
    /// <param name="file">The expectation: <c>in_busy.kommo</c>.</param>
    /// <param name="tolerance">So many seconds more or less are the clock's.</param>
    /// <returns>What was expected.</returns>
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

        var ends = stages.Where(stage => stage.Stage == CallStage.CallEnded).ToDictionary(CallTranscript.HeaderOf, stage => calls[stage.CallId]);
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
