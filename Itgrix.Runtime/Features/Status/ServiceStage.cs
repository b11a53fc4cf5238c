namespace Itgrix.Runtime.Features.Status;

/// <summary>How far the service is in its life.</summary>
internal enum ServiceStage
{
    /// <summary>What happened before is read still, or Asterisk is not there yet.</summary>
    Starting,

    /// <summary>Calls are followed.</summary>
    Running,

    /// <summary>It has been told to end.</summary>
    Stopping,
}
