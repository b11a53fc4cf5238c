using Itgrix.Hooks.Calls;

namespace Itgrix.Runtime.Crms;

/// <summary>A task to call a client back.</summary>
internal sealed record MissedTaskOptions
{
    /// <summary>For an incoming call that nobody answered.</summary>
    public bool Incoming { get; init; }

    /// <summary>For an outgoing call that the client did not answer.</summary>
    public bool Outgoing { get; init; }

    /// <summary>The time for the task, from the end of the call.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The title with the placeholders <c>{phone}</c> and <c>{name}</c>.</summary>
    public string Title { get; init; } = "Call back: {name} {phone}";

    /// <summary>The creator of the task; <c>null</c> for the default user.</summary>
    public long? CreatedBy { get; init; }

    /// <summary>Whether the title contains the client's name.</summary>
    public bool NamesClient => Title.Contains("{name}", StringComparison.Ordinal);

    /// <summary>Whether a task is created for the call, which has ended.</summary>
    public bool IsFor(CallFull call) =>
        !call.WasAnswered && (call.Channel.Type == CallType.Outgoing ? Outgoing : Incoming);

    /// <summary>The title of one task.</summary>
    public string TitleOf(string phone, string name) => string.Join(' ', Title
        .Replace("{phone}", phone, StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
