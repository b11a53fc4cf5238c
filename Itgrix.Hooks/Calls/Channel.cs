using System.Text.Json;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>
/// One line of Asterisk. Times are those of the Asterisk server; <c>null</c> (<c>0001-01-01 00:00:00</c> in JSON) is
/// "has not happened". Source: call-full, channel.
/// </summary>
public sealed record Channel
{
    // The vendor's names, in the order of the enumerations.
    private static readonly string[] States = ["unknown", "ringing", "talking", "ended", "processed"];
    private static readonly string[] Types = ["unknown", "local", "incoming", "outgoing"];

    /// <summary>When it was answered.</summary>
    public DateTime? AnswerTime { get; init; }

    /// <summary>When it was hung up.</summary>
    public DateTime? EndTime { get; init; }

    /// <summary>Extra fields of the CEL table, unchanged.</summary>
    public JsonElement Extra { get; init => field = RawJson.OrEmpty(value); } = RawJson.Empty;

    /// <summary>The number that calls.</summary>
    public PhoneNumber From { get; init => field = value ?? new(); } = new();

    /// <summary>Uniqueid of the channel, for example <c>1700000000.15</c>.</summary>
    public string Id { get; init => field = value ?? ""; } = "";

    /// <summary>Whether it is the main channel of the call (uniqueid = linkedid).</summary>
    public bool IsPrimary { get; init; }

    /// <summary>The name in the CEL table, for example <c>PJSIP/101-00000001</c>.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    /// <summary>When it began to ring.</summary>
    public DateTime? StartTime { get; init; }

    /// <summary>How far the line is.</summary>
    public ChannelState State { get; init; }

    /// <summary>The number that is called.</summary>
    public PhoneNumber To { get; init => field = value ?? new(); } = new();

    /// <summary>The number of the trunk.</summary>
    public PhoneNumber Trunk { get; init => field = value ?? new(); } = new();

    /// <summary>The direction.</summary>
    public CallType Type { get; init; }

    /// <summary>Whether it was answered.</summary>
    public bool WasAnswered { get; init; }

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>From the first ring to the end; zero until it ended, and when a clock was set back meanwhile.</summary>
    public TimeSpan Duration => Between(StartTime, EndTime);

    /// <summary>
    /// From the answer to the end; zero until it ended, without an answer, and when a clock was set back meanwhile.
    /// </summary>
    public TimeSpan TalkTime => Between(AnswerTime, EndTime);

    internal static Channel Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            AnswerTime = fields.Time("answer_time"),
            EndTime = fields.Time("end_time"),
            Extra = fields.Raw("extra"),
            From = fields.PartOrNew("from", PhoneNumber.Read),
            Id = fields.Text("id"),
            IsPrimary = fields.Flag("is_primary"),
            Name = fields.Text("name"),
            StartTime = fields.Time("start_time"),
            State = (ChannelState)fields.Name("state", States),
            To = fields.PartOrNew("to", PhoneNumber.Read),
            Trunk = fields.PartOrNew("trunk", PhoneNumber.Read),
            Type = (CallType)fields.Name("type", Types),
            WasAnswered = fields.Flag("was_answered"),
            Unknown = fields.Unknown(),
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteTime("answer_time", AnswerTime);
        writer.WriteTime("end_time", EndTime);
        writer.WriteRaw("extra", Extra);
        writer.WritePart("from", From.Write);
        writer.WriteString("id", Id);
        writer.WriteBoolean("is_primary", IsPrimary);
        writer.WriteString("name", Name);
        writer.WriteTime("start_time", StartTime);
        writer.WriteString("state", States[(int)State]);
        writer.WritePart("to", To.Write);
        writer.WritePart("trunk", Trunk.Write);
        writer.WriteString("type", Types[(int)Type]);
        writer.WriteBoolean("was_answered", WasAnswered);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }

    private static TimeSpan Between(DateTime? begin, DateTime? end) =>
        end > begin ? end.Value - begin.Value : TimeSpan.Zero;
}
