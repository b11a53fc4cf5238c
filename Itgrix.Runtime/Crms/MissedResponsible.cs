namespace Itgrix.Runtime.Crms;

/// <summary>Who is responsible for a missed call; where there is nobody, the next choice applies.</summary>
internal enum MissedResponsible
{
    /// <summary>The responsible employee of the contact, company or lead.</summary>
    Client = 0,

    /// <summary>The employee who was called last.</summary>
    LastUser = 1,

    DefaultUser = 2,
}
