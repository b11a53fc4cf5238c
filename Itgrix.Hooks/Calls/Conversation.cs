using System.Text.Json;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>One employee's part of a call. Source: call-full, main object.</summary>
public sealed record Conversation
{
    /// <summary>The line of this conversation.</summary>
    public Channel Channel { get; init => field = value ?? new(); } = new();

    /// <summary>Whether it is on hold.</summary>
    public bool IsParked { get; init; }

    /// <summary>The employee that was found by the phone number; <c>null</c> when none was.</summary>
    public User? User { get; init; }

    /// <summary>Fields without a property; they are written again unchanged.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Unknown { get; init; }

    /// <summary>The employee's number: the caller of an outgoing call, the callee of any other.</summary>
    public PhoneNumber Employee => Channel.Type == CallType.Outgoing ? Channel.From : Channel.To;

    internal static Conversation Read(JsonElement json)
    {
        var fields = new CallReader(json);
        return new()
        {
            Channel = fields.PartOrNew("channel", Calls.Channel.Read),
            IsParked = fields.Flag("is_parked"),
            User = fields.Part("user", Calls.User.Read),
            Unknown = fields.Unknown(),
        };
    }

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePart("channel", Channel.Write);
        writer.WriteBoolean("is_parked", IsParked);
        writer.WritePart("user", User is null ? null : User.Write);
        writer.WriteUnknown(Unknown);
        writer.WriteEndObject();
    }
}
