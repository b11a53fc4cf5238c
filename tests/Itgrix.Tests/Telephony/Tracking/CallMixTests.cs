using System.Globalization;
using CsCheck;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Telephony.Tracking;

/// <summary>
/// Random mixes of captured calls with trouble: whatever is lost, repeated or out of order, each call ends once, no
/// length is negative, and nobody but an employee talks. The mixes are the same in every run; a failure is shrunk, and
/// its message has the seed.
/// </summary>
[TestClass]
public sealed class CallMixTests
{
    private const int Iterations = 500, Shrinks = 1000, MaxCalls = 4;

    private static readonly string[] Scenarios = [.. CallTrackerTroubleTests.Names.Select(row => (string)row[0])];

    private static readonly DateTime Later = new(2030, 1, 1);

    private static readonly Gen<Mix> Mixes = Gen.Select(
        Gen.Int[0, Scenarios.Length - 1].Array[1, MaxCalls], Gen.Int, Gen.Double[0, 1],
        (scenarios, seed, at) => new Mix([.. scenarios.Select(one => Scenarios[one])], seed, at));

    [TestMethod]
    public void A_mix_has_the_calls_of_its_captures() => Check(mix => mix.Events(), (mix, stages) =>
        Difference(mix.Captures().SelectMany(events => StageRules.Tracker().Tell(events)), stages));

    [TestMethod]
    public void A_mix_whose_channels_overtake_each_other_has_the_same_calls() =>
        Check(mix => mix.Events().Overtaken(mix.Random()), SameCalls);

    [TestMethod]
    public void A_mix_with_records_that_come_twice_has_the_same_calls() =>
        Check(mix => mix.Events().Twice(mix.Random()), SameCalls);

    [TestMethod]
    public void A_mix_that_is_cut_off_and_read_again_has_the_same_calls() =>
        Check(mix => mix.Events().ReadAgain(mix.At), SameCalls);

    [TestMethod]
    public void A_mix_with_records_that_come_again_later_is_sound() =>
        Check(mix => mix.Events().AgainLater(mix.Random()), Sound);

    [TestMethod]
    public void A_mix_in_an_order_of_late_channels_is_sound() =>
        Check(mix => mix.Events().Jittered(mix.Random()), Sound);

    [TestMethod]
    public void A_mix_from_a_table_that_sorts_by_whole_seconds_is_sound() =>
        Check(mix => mix.Events().BySeconds(mix.Random()), Sound);

    [TestMethod]
    public void A_mix_without_any_one_record_has_no_more_calls_of_clients() =>
        Check(mix => mix.Events().Without(mix.At), (mix, stages) => OfClients(stages) <= OfClients(mix.Stages())
            ? null : Difference(mix.Stages(), stages));

    [TestMethod]
    public void A_mix_without_any_one_record_and_out_of_order_is_sound() =>
        Check(mix => mix.Events().Without(mix.At).Jittered(mix.Random()), Sound);

    private static string? Sound(Mix mix, IReadOnlyList<CallStageEvent> stages) => null;

    private static string? SameCalls(Mix mix, IReadOnlyList<CallStageEvent> stages) =>
        Difference(mix.Stages(), stages);

    private static int OfClients(IEnumerable<CallStageEvent> stages) =>
        stages.Count(stage => stage.Stage == CallStage.CallEnded && CallFlow.IsOfClient(stage.Call));

    private static void Check(
        Func<Mix, IEnumerable<PbxEvent>> trouble, Func<Mix, IReadOnlyList<CallStageEvent>, string?> expectation)
    {
        for (var seed = 0UL; seed < Iterations; seed++)
        {
            var pcg = new PCG(0, seed);
            var start = pcg.ToString();
            if (Broken(Mixes.Generate(pcg, null, out _)) is { } reason)
                Mixes.Sample(mix => Broken(mix) is null, seed: start, iter: Shrinks, threads: 1,
                    print: mix => $"{mix}: {Broken(mix) ?? reason}");
        }

        string? Broken(Mix mix)
        {
            var tracker = StageRules.Tracker();
            var stages = tracker.ToTheEnd(trouble(mix), Later);
            return StageRules.Broken(stages) ?? StageRules.Unsound(stages) ?? expectation(mix, stages)
                ?? (tracker.Count + tracker.Channels + tracker.Bridges > 0 ? "something is left of ended calls" : null);
        }
    }

    private static string? Difference(IEnumerable<CallStageEvent> expected, IEnumerable<CallStageEvent> found)
    {
        var (right, now) = (Outcomes(expected), Outcomes(found));
        return now.SequenceEqual(right) ? null
            : $"\n{string.Join('\n', now.Except(right))}\ninstead of\n{string.Join('\n', right.Except(now))}";
    }

    private static IReadOnlyList<string> Outcomes(IEnumerable<CallStageEvent> stages) =>
        [.. stages.Where(stage => stage.Stage == CallStage.CallEnded).Select(Outcome).Order(StringComparer.Ordinal)];

    private static string Outcome(CallStageEvent end) => $"{end.CallId} {CallTranscript.HeaderOf(end)}: "
        + $"{end.Call.Result}; talked: " + string.Join(", ", end.Call.Conversations.Values
            .Where(one => one.Channel.WasAnswered)
            .Select(one => $"{one.Employee.Original} {Math.Round(one.Channel.TalkTime.TotalSeconds)} s").Order());

    private sealed record Mix(IReadOnlyList<string> Scenarios, int Seed, double At)
    {
        public Random Random() => new(Seed);

        public IEnumerable<IReadOnlyList<PbxEvent>> Captures() =>
            Scenarios.Select((name, at) => (IReadOnlyList<PbxEvent>)[.. CaptureEvents.Of(name).Renamed($"{at}-")]);

        public IReadOnlyList<PbxEvent> Events() =>
            Captures().Aggregate((one, other) => CaptureEvents.Interleaved(one, other, Random()));

        public IEnumerable<CallStageEvent> Stages() => StageRules.Tracker().ToTheEnd(Events(), Later);

        public override string ToString() => string.Create(CultureInfo.InvariantCulture,
            $"{string.Join(" + ", Scenarios)}, random {Seed}, at {At:0.000}");
    }
}
