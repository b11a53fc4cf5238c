using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Runtime.Telephony.Cel.Tables;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Tests.Support;
using Itgrix.Tests.Telephony.Ami;

namespace Itgrix.Tests.Fuzz.Targets;

/// <summary>Messages of Asterisk: parsed, converted to events, followed as calls, stored as stages.</summary>
internal sealed class AmiTarget : IFuzzTarget
{
    private const int MaxSeed = 40_000;

    private static readonly DateTime Late = new(2040, 1, 1);

    public string Name => "ami";

    public IReadOnlyList<byte[]> Corpus { get; } =
        [.. Captures.All.Select(Captures.Bytes).Where(one => one.Length < MaxSeed)];

    public IReadOnlyList<string> Words { get; } =
    [
        "Event: CEL\r\n",
        "Response: Follows\r\n", "--END COMMAND--\r\n", "Response: ", "EventTime: ", "Timestamp: ", "LinkedID: ",
        "UniqueID: ", "Extra: {\"hangupcause\":16}\r\n",
        "Extra: {\"bridge_id\":\"", "Event: VarSet\r\n", "Variable: MIXMONITOR_FILENAME\r\n",
        "EventName: BRIDGE_ENTER\r\n",
        "EventName: LINKEDID_END\r\n", "EventName: ATTENDEDTRANSFER\r\n", "Event: Cdr\r\n", "Event: Hold\r\n",
        "channel2_uniqueid", "\r\n\r\nEvent: ", "Channel: Local/101@from-internal-00000001;2\r\n",
    ];

    public Task<string> TryAsync(byte[] input, CancellationToken token)
    {
        var messages = ParsedMessages.Of(new AmiParser(), input, () => input.Length);
        var step = 1 + input.Length % 31;
        var others = ParsedMessages.Of(new AmiParser(), input, () => step);
        if (!messages.Select(ParsedMessages.Written).SequenceEqual(others.Select(ParsedMessages.Written)))
            throw new FuzzException($"Cut into pieces it is read as something else.");

        var (events, tracker) = (new AmiEvents(TimeZoneInfo.Utc, TimeProvider.System), new CallTracker());
        var (known, stages) = (0, 0);
        foreach (var message in messages)
        {
            Look(message);
            if (events.Read(message) is not { } one)
                continue;
            known++;
            stages += Keep(tracker.Apply(one));
        }
        // Twice: timers of a clock that was ahead restart at the first check.
        stages += Keep(tracker.Tick(Late)) + Keep(tracker.Tick(Late.AddDays(2)));
        if (tracker is not { Count: 0, Channels: 0, Bridges: 0 })
            throw new FuzzException("Calls stay that have ended.");
        return Task.FromResult(
            $"{Math.Min(known, 20)} {Math.Min(stages, 20)} {messages.Any(message => message.IsCut)}");
    }

    private static void Look(AmiMessage message)
    {
        _ = (message.Line, message.Output.Count(), message["ActionID"], message.All("Variable").Count());
        _ = OriginateResult.From(new(message, [message]));
    }

    private static int Keep(IReadOnlyList<CallStageEvent> stages)
    {
        foreach (var stage in stages)
        {
            var text = StageJson.Write(stage);
            if (StageJson.Write(StageJson.Read(text)) != text)
                throw new FuzzException("A stage is not read as it was kept.");
        }
        return stages.Count;
    }

    public ValueTask DisposeAsync() => default;
}
