namespace Itgrix.Runtime.Telephony.Tracking;

/// <summary>
/// The <c>asterisk.channels</c> part of the configuration: how phones, lines and bots are recognised. In patterns
/// <c>*</c> stands for any text and <c>?</c> for one character; names are without Asterisk's counter at their end.
/// </summary>
internal sealed record ChannelOptions
{
    private const string Fix = "give texts in quotes, such as \"PJSIP/gsm*\".";

    public static ChannelOptions Default { get; } = new();

    [Setting("names of channels that are lines: `[\"PJSIP/7001\", \"SIP/gsm*\"]`; `*` is any text, `?` one character. "
        + "Over them even a short number is a client's",
        Fix = Fix)]
    public IReadOnlyList<string> Lines { get; init; } = [];

    [Setting("names of channels that are phones: `[\"DAHDI/2\"]`", Fix = Fix)]
    public IReadOnlyList<string> Phones { get; init; } = [];

    [Setting("names of channels of voice bots", Fix = Fix)]
    public IReadOnlyList<string> Bots { get; init; } = ["AudioSocket/*", "WebSocket/*"];

    [Setting("contexts in which calls from outside begin", Fix = Fix)]
    public IReadOnlyList<string> LineContexts { get; init; } =
    [
        "from-trunk*", "from-pstn*", "from-did*", "from-extern*", "from-outside*", "from-provider*", "from-zaptel*",
        "from-dahdi*", "from-analog*", "from-digital*", "from-sip-external*", "ext-did*", "*-incoming", "incoming*",
        "inbound*", "*-incall-*", "*-incall", "public-direct-dial",
    ];

    [Setting("contexts in which calls of phones begin", Fix = Fix)]
    public IReadOnlyList<string> PhoneContexts { get; init; } =
        ["from-internal*", "internal*", "*-internal", "*-internal-*", "all_peers", "from-phones*", "phones"];

    [Setting("before the extension in the names of a person's further phones", Fix = Fix)]
    public IReadOnlyList<string> DevicePrefixes { get; init; } = ["99"];

    [Setting("after the extension in the names of a person's further phones", Fix = Fix)]
    public IReadOnlyList<string> DeviceSuffixes { get; init; } =
        ["-mobile", "-ws", "-web", "-webrtc", "-softphone", "-desk", "-home", "-app"];
}
