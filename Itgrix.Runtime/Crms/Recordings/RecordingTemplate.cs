using System.Text.RegularExpressions;
using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Crms.Recordings;

/// <summary>A path with fields of the call: <c>{yyyy}/{MM}/{dd}/{linkedid}.wav</c>.</summary>
internal static partial class RecordingTemplate
{
    private static readonly Dictionary<string, Func<CallStageEvent, string>> Fields = new()
    {
        ["linkedid"] = stage => stage.CallId,
        ["uniqueid"] = stage => stage.Call.Channel.Id,
        ["from"] = stage => Number(stage.Call.Channel.From),
        ["to"] = stage => Number(stage.Call.Channel.To),
        ["yyyy"] = stage => Began(stage, "yyyy"),
        ["MM"] = stage => Began(stage, "MM"),
        ["dd"] = stage => Began(stage, "dd"),
        ["HH"] = stage => Began(stage, "HH"),
        ["mm"] = stage => Began(stage, "mm"),
        ["ss"] = stage => Began(stage, "ss"),
    };

    /// <summary>The mistake in a template, and its fix; <c>null</c> when there is none.</summary>
    public static string? MistakeIn(string template)
    {
        var known = string.Join(", ", Fields.Keys.Select(field => $"{{{field}}}"));
        if (Field().Matches(template).FirstOrDefault(match => !Fields.ContainsKey(match.Groups[1].Value))
            is { } unknown)
            return $"has {unknown.Value}, which is not known: use {known}.";
        if (Field().Replace(template, "").AsSpan().ContainsAny('{', '}') || template.Split('/').Contains(".."))
            return $"is no path: give one such as {{yyyy}}/{{MM}}/{{dd}}/{{linkedid}}.wav, of {known}.";
        return null;
    }

    public static string Fill(string template, CallStageEvent stage) =>
        Field().Replace(template, match => OneName(Fields[match.Groups[1].Value](stage)));

    // A caller chooses the number: it must not lead elsewhere.
    private static string OneName(string value)
    {
        var name = string.Concat(value.Select(one => one == '/' || char.IsControl(one) ? '_' : one));
        return name.AsSpan().ContainsAnyExcept('.') ? name : "_";
    }

    private static string Number(PhoneNumber number) => number.Original;

    private static string Began(CallStageEvent stage, string format) =>
        (stage.Call.Channel.StartTime ?? stage.Time).ToString(format, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\{([^{}]*)\}")]
    private static partial Regex Field();
}
