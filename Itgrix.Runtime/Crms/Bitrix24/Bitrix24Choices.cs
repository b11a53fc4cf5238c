using Itgrix.Hooks.Calls;
using Itgrix.Runtime.Platform.Resilience;

namespace Itgrix.Runtime.Crms.Bitrix24;

/// <summary>What is created for a client whose number nobody has.</summary>
internal enum ClientKind
{
    Lead,
    Contact,
    Nothing,
}

/// <summary>When an employee sees the call's card.</summary>
internal enum CardMoment
{
    Ring,
    Answer,
    Never,
}

/// <summary>How a recording gets into Bitrix24.</summary>
internal enum RecordingMode
{
    /// <summary>The file is sent.</summary>
    File,

    /// <summary>The activity names an address where it can be heard.</summary>
    Link,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>Whose a missed call is; where there is none, the next one's.</summary>
internal enum MissedResponsible
{
    /// <summary>Who is responsible for the contact, company or lead.</summary>
    Client = 0,

    /// <summary>Whose phone was the last to ring.</summary>
    LastUser = 1,

    DefaultUser = 2,
}

/// <summary>A choice for calls from clients, and one for calls to them.</summary>
internal sealed record PerDirection<T>(T Incoming, T Outgoing);

/// <summary>A task for somebody to call back.</summary>
internal sealed record MissedTaskOptions
{
    /// <summary>For an incoming call that nobody took.</summary>
    public bool Incoming { get; init; }

    /// <summary>For an outgoing call that the client did not take.</summary>
    public bool Outgoing { get; init; }

    /// <summary>How long there is time, from the end of the call.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>With <c>{phone}</c> and <c>{name}</c>.</summary>
    public string Title { get; init; } = "Call back: {name} {phone}";

    /// <summary>Who gives the task; <c>null</c> for the default user.</summary>
    public long? CreatedBy { get; init; }

    /// <summary>Whether the title holds the client's name.</summary>
    public bool NamesClient => Title.Contains("{name}", StringComparison.Ordinal);

    /// <summary>Whether the call, which is over, becomes a task.</summary>
    public bool IsFor(CallFull call) =>
        !call.WasAnswered && (call.Channel.Type == CallType.Outgoing ? Outgoing : Incoming);

    /// <summary>The title of one task.</summary>
    public string TitleOf(string phone, string name) => string.Join(' ', Title
        .Replace("{phone}", phone, StringComparison.Ordinal).Replace("{name}", name, StringComparison.Ordinal)
        .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
