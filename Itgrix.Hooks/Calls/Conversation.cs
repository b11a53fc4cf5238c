using System.Text.Json;
using System.Text.Json.Serialization;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>One employee's part of a call. Source: call-full, main object.</summary>
public sealed record Conversation
{
    /// <summary>The line of this conversation.</summary>
    [JsonConverter(typeof(PartConverter<Channel>))]
    public Channel Channel { get; init => field = value ?? new(); } = new();

    /// <summary>Whether it is on hold.</summary>
    public bool IsParked { get; init; }

    /// <summary>The employee that was found by the phone number; <c>null</c> when none was.</summary>
    [JsonConverter(typeof(PartConverter<User>))]
    public User? User { get; init; }

    /// <summary>Fields that nobody named here; they are written again as they came.</summary>
    [JsonInclude, JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; internal set; }

    /// <summary>The employee's number: who calls in an outgoing call, who is called in any other.</summary>
    [JsonIgnore]
    public PhoneNumber Employee => Channel.Type == CallType.Outgoing ? Channel.From : Channel.To;
}
