namespace Itgrix.Runtime.Crms;

/// <summary>When an employee sees the call's card.</summary>
internal enum CardMoment
{
    Ring,
    Answer,
    Never,
}
