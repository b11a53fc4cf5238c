using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms;

/// <summary>A task for the employee who answered a new client's call: to fill in the new contact.</summary>
internal sealed record NewContactTaskOptions
{
    public bool IsOn { get; init; }

    /// <summary>The time for the task, from the end of the call.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The text with the placeholder <c>{phone}</c>.</summary>
    public string Text { get; init; } = "Fill in the new contact {phone}";

    /// <summary>The text of one task.</summary>
    public string TextOf(string phone) => Text.Replace("{phone}", phone, StringComparison.Ordinal);
}
