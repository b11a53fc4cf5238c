namespace Itgrix.Runtime.Crms.Simulation;

/// <summary>A simulated CRM for replays and the demo, until it is disposed.</summary>
internal interface ISimulatedCrm : IDisposable
{
    /// <summary>The address at which a browser shows what it was sent.</summary>
    string Page { get; }

    /// <summary>The settings with access to the simulated CRM and without its limits.</summary>
    /// <param name="options">The configured ones; <c>null</c> when there are none.</param>
    CrmOptions Connect(CrmOptions? options);
}
