using System.Text.RegularExpressions;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms;

/// <summary>Reads <c>task_on_new_contact</c>, for every CRM. The section switches it on.</summary>
internal static partial class NewContactTaskReader
{
    private const double MaxMinutes = 525_600;

    public static NewContactTaskOptions Read(ConfigSection section)
    {
        var defaults = new NewContactTaskOptions();
        var options = new NewContactTaskOptions
        {
            IsOn = section.Flag("enabled", true),
            Deadline = section.Number("deadline_minutes", 1, MaxMinutes, "minutes") is { } minutes
                ? TimeSpan.FromMinutes(minutes) : defaults.Deadline,
            Text = Text(section) ?? defaults.Text,
        };
        section.RejectUnknown();
        return options;
    }

    private static string? Text(ConfigSection section)
    {
        if (section.Text("text") is not { } text)
            return null;
        if (Braces().Matches(text).FirstOrDefault(match => match.Value != "{phone}") is { } unknown)
            section.Mistake("text", $"has {unknown.Value}, which is not known: use {{phone}}.");
        else if (string.IsNullOrWhiteSpace(text))
            section.Mistake("text", "is empty: give a text, such as \"Fill in the new contact {phone}\".");
        return text;
    }

    [GeneratedRegex(@"\{[^{}]*\}")]
    private static partial Regex Braces();
}
