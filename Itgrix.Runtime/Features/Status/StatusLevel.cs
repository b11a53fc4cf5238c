namespace Itgrix.Runtime.Features.Status;

/// <summary>How the service is, as <c>app_status</c> names it.</summary>
internal enum StatusLevel
{
    Ok,

    /// <summary>It works, but a person should look.</summary>
    Warning,

    /// <summary>Calls do not reach a CRM.</summary>
    Error,
}

/// <summary>Why it is not better.</summary>
/// <param name="Level">How bad it is.</param>
/// <param name="Text">What is wrong, and what to do.</param>
internal sealed record StatusReason(StatusLevel Level, string Text);
