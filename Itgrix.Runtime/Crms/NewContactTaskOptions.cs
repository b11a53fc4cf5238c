using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms;

/// <summary>A task for who took a new client's call: to fill in the contact that was made.</summary>
internal sealed record NewContactTaskOptions
{
    public bool IsOn { get; init; }

    /// <summary>How long there is time, from the end of the call.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>With <c>{phone}</c>.</summary>
    public string Text { get; init; } = "Fill in the new contact {phone}";

    /// <summary>The text of one task.</summary>
    public string TextOf(string phone) => Text.Replace("{phone}", phone, StringComparison.Ordinal);
}
