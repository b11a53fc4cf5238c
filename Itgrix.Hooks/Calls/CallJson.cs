using System.Text.Json.Serialization;
using Itgrix.Hooks.Json;

namespace Itgrix.Hooks.Calls;

/// <summary>How a call looks in JSON: the vendor's names, and what PHP makes of values.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    GenerationMode = JsonSourceGenerationMode.Metadata,
    MaxDepth = 512,
    Converters =
    [
        typeof(TextConverter),
        typeof(FlagConverter),
        typeof(NumberConverter),
        typeof(TimeConverter),
        typeof(NameConverter<CallType>),
        typeof(NameConverter<ChannelState>),
    ])]
[JsonSerializable(typeof(CallFull))]
[JsonSerializable(typeof(Channel))]
[JsonSerializable(typeof(Conversation))]
[JsonSerializable(typeof(Deal))]
[JsonSerializable(typeof(Entity))]
[JsonSerializable(typeof(PhoneNumber))]
[JsonSerializable(typeof(Registration))]
[JsonSerializable(typeof(User))]
internal sealed partial class CallJson : JsonSerializerContext;
