namespace Itgrix.Runtime.Features.Status;

/// <summary>Stage in the service's life.</summary>
internal enum ServiceStage
{
    /// <summary>It catches up with missed calls, or Asterisk is not connected yet.</summary>
    Starting,

    /// <summary>It follows calls.</summary>
    Running,

    /// <summary>It is shutting down.</summary>
    Stopping,
}
