using Itgrix.Runtime.Telephony.Tracking;

namespace Itgrix.Runtime.Outbox;

/// <summary>Makes the requests of the outbox for each stage of a call.</summary>
internal interface ICallStageHandler
{
    /// <summary>Handles one stage; it is called again for the same stage while that is deferred.</summary>
    Task<StepOutcome> HandleStageAsync(CallStageEvent stage, CallSteps steps, CancellationToken token);

    /// <summary>What the CRM got of the call, for the log.</summary>
    string OutcomeOf(CallSteps steps);

    /// <summary>The id of the call in the CRM; <c>null</c> when it has none.</summary>
    string? RegisteredAs(CallSteps steps);
}
