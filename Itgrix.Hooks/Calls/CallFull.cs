using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>
/// The whole call, <c>call_full</c>: an immutable snapshot. Texts are never null: an unknown one is empty.
/// Source: call-full, main object.
/// </summary>
public sealed record CallFull
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Uniqueid of the conversation in progress; empty when there is none.</summary>
    public string ActiveConversationId { get; init => field = value ?? ""; } = "";

    /// <summary>The main channel of the call: its uniqueid is the linkedid.</summary>
    public Channel Channel { get; init => field = value ?? new(); } = new();

    /// <summary>The conversations by uniqueid, more than one after a transfer.</summary>
    public IReadOnlyDictionary<string, Conversation> Conversations { get; init => field = value ?? Empty; } = Empty;

    /// <summary>
    /// The deal (lead) of a Kommo call; always <c>null</c> in Bitrix24. The vendor names no fields of it; it is taken
    /// to have those of an entity. Source: call-full, deal.
    /// </summary>
    public Entity? Deal { get; init; }

    /// <summary>The contact, lead or company that was found by the number or created; <c>null</c> when none.</summary>
    public Entity? Entity { get; init; }

    /// <summary>Whether the call was missed in the voice menu.</summary>
    public bool IsIvr { get; init; }

    /// <summary>Link to the recording, or empty.</summary>
    public string Record { get; init => field = value ?? ""; } = "";

    /// <summary>How the call is registered in Bitrix24; <c>null</c> before, and always in Kommo.</summary>
    public Registration? Registration { get; init; }

    /// <summary>The result as a SIP status: 200 answered, 304 missed, 486 busy.</summary>
    public int Result { get; init; }

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The conversation in progress; <c>null</c> when there is none.</summary>
    public Conversation? ActiveConversation => Conversations.GetValueOrDefault(ActiveConversationId);

    /// <summary>The conversation that started last; <c>null</c> when no phone rang.</summary>
    public Conversation? LastConversation =>
        Conversations.Values.OrderBy(item => item.Channel.StartTime).LastOrDefault();

    /// <summary>Whether the call was answered: a conversation was answered, or the result is 200.</summary>
    public bool WasAnswered => Result == 200 || Conversations.Values.Any(item => item.Channel.WasAnswered);

    /// <summary>The client's number: the callee of an outgoing call, the caller of any other.</summary>
    public PhoneNumber Client => Channel.Type == CallType.Outgoing ? Channel.To : Channel.From;

    private static IReadOnlyDictionary<string, Conversation> Empty => System.Collections.ObjectModel
        .ReadOnlyDictionary<string, Conversation>.Empty;

    /// <summary>The call from JSON; anything but an object, such as the <c>[]</c> of PHP, is an empty call.</summary>
    internal static CallFull Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            ActiveConversationId = fields.Text("active_conversation_id"),
            Channel = fields.PartOrNew("channel", Calls.Channel.Read),
            Conversations = fields.Map("conversations", Conversation.Read),
            Deal = fields.Part("deal", Calls.Entity.Read),
            Entity = fields.Part("entity", Calls.Entity.Read),
            IsIvr = fields.Flag("is_ivr"),
            Record = fields.Text("record"),
            Registration = fields.Part("registration", Calls.Registration.Read),
            Result = fields.Number("result"),
            Unknown = fields.Unknown(),
        };
    }

    /// <summary>Writes the call under the vendor's names.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("active_conversation_id", ActiveConversationId);
        writer.WritePart("channel", Channel.Write);
        writer.WriteMap("conversations", Conversations, (part, to) => part.Write(to));
        writer.WritePart("deal", Deal is null ? null : Deal.Write);
        writer.WritePart("entity", Entity is null ? null : Entity.Write);
        writer.WriteBoolean("is_ivr", IsIvr);
        writer.WriteString("record", Record);
        writer.WritePart("registration", Registration is null ? null : Registration.Write);
        writer.WriteNumber("result", Result);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }

    /// <summary>The call as JSON text in UTF-8.</summary>
    internal byte[] ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Relaxed))
            Write(writer);
        return buffer.WrittenSpan.ToArray();
    }
}
