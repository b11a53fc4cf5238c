using System.Text.RegularExpressions;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>The call settings in the <c>bitrix24</c> part of the configuration.</summary>
internal sealed partial record Bitrix24CallOptions : CrmCallOptions, ICheckedSettings
{
    [Setting("what is created for an unknown number")]
    public PerDirection<ClientKind> Create { get; init; } = new(ClientKind.Lead, ClientKind.Lead);

    [Setting("STATUS_ID of the source of created leads and contacts; empty: Bitrix24 chooses", MayBeEmpty = true)]
    public string Source { get; init; } = "";

    [Setting("`file` sends the recording, `link` names its address in the activity")]
    public RecordingMode Recording { get; init; } = RecordingMode.File;

    [Setting("whether the call is posted to the employee's chat")]
    public bool AddToChat { get; init; } = true;

    [Setting("trunks, by number or by name where they have no number, and their names in Bitrix24; a new one is "
        + "registered in the portal within 15 minutes, or at once by `SIGHUP`", KeyRule = nameof(IsLine),
        KeyFix = "is no number of a line: give the trunk's number, or its name if it has none.")]
    public IReadOnlyDictionary<string, string> Lines { get; init; } = new Dictionary<string, string>();

    /// <summary>Digits; empty: such calls are not registered.</summary>
    [Setting("the number under which calls of callers without a number are registered, such as `0000000000`: one that "
        + "no client has, as Bitrix24 takes digits only. No lead, contact or task is created for them",
        MayBeEmpty = true, Default = "they are not registered", Rule = nameof(IsAnonymousNumber),
        Fix = "give two digits or more in quotes, such as \"0000000000\".")]
    public string Anonymous { get; init; } = "";

    /// <summary>The extension; <c>null</c> when callbacks are off.</summary>
    [Setting("the extension that rings first for a callback", Rule = nameof(IsExtension),
        Fix = "is no extension: give what one would dial, such as \"600\".")]
    public string? CallbackExtension { get; init; }

    public void Check(ConfigSection section)
    {
        if (Recording == RecordingMode.Link && !section.Has("recording_link")
            && !section.IsGiven("recordings", "public_url"))
            section.Mistake("recording_link", "is missing: give the https address of the recordings, with {file} for "
                + "the file's name, such as https://pbx.example.com/recordings/{file}, or recordings.public_url.");
    }

    // Bitrix24 refuses a single 0.
    private static bool IsAnonymousNumber(string text) =>
        text.Length is 0 or (> 1 and <= 20) && text.All(char.IsAsciiDigit);

    private static bool IsLine(string number) => !string.IsNullOrWhiteSpace(number);

    private static bool IsExtension(string text) => ExtensionText().IsMatch(text);

    [GeneratedRegex(@"\A[0-9A-Za-z*#+_.-]{1,40}\z")]
    private static partial Regex ExtensionText();
}
