namespace Itgrix.Runtime.Platform.Doctor;

/// <summary>What a check of the doctor found out, one line.</summary>
/// <param name="Text">What is so.</param>
/// <param name="Fix">The command or click that mends it; <c>null</c> when nothing is to be mended.</param>
internal sealed record Finding(FindingLevel Level, string Text, string? Fix = null)
{
    public static Finding Good(string text) => new(FindingLevel.Green, text);

    /// <summary>Calls reach the CRM, but something is missing.</summary>
    public static Finding Warning(string text, string fix) => new(FindingLevel.Yellow, text, fix);

    /// <summary>Calls do not reach the CRM, or not right.</summary>
    public static Finding Error(string text, string fix) => new(FindingLevel.Red, text, fix);

    /// <summary>A message that says itself what to do.</summary>
    public static Finding Error(string message) => new(FindingLevel.Red, message);
}
