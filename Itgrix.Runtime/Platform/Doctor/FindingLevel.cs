namespace Itgrix.Runtime.Platform.Doctor;

/// <summary>How good a finding is; a later one is worse.</summary>
internal enum FindingLevel
{
    Green,
    Yellow,
    Red,
}
