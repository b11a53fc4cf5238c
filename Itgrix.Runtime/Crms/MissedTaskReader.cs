using System.Text.RegularExpressions;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms;

/// <summary>Reads <c>task_on_missed</c>, for every CRM.</summary>
internal static partial class MissedTaskReader
{
    private const double MaxMinutes = 525_600;

    public static MissedTaskOptions Read(ConfigSection section, string crm, MissedTaskOptions? otherwise = null)
    {
        var defaults = otherwise ?? new();
        var task = new MissedTaskOptions
        {
            Incoming = section.Flag("incoming", defaults.Incoming),
            Outgoing = section.Flag("outgoing", defaults.Outgoing),
            Deadline = section.Number("deadline_minutes", 1, MaxMinutes, "minutes") is { } minutes
                ? TimeSpan.FromMinutes(minutes) : defaults.Deadline,
            Title = Title(section) ?? defaults.Title,
            CreatedBy = CallSettings.UserId(section, "created_by", crm),
        };
        section.RejectUnknown();
        return task;
    }

    private static string? Title(ConfigSection section)
    {
        if (section.Text("title") is not { } title)
            return null;
        if (Braces().Matches(title).FirstOrDefault(match => match.Value is not ("{phone}" or "{name}")) is { } unknown)
            section.Mistake("title", $"has {unknown.Value}, which is not known: use {{phone}} and {{name}}.");
        else if (string.IsNullOrWhiteSpace(title))
            section.Mistake("title", "is empty: give a text, such as \"Call back: {name} {phone}\".");
        return title;
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Braces();
}
