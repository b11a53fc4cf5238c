using System.CommandLine;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Crms.Simulation;
using Itgrix.Runtime.Platform.Setup;

namespace Itgrix.Runtime.Crms;

/// <summary>A CRM as the rest of the program knows it; <see cref="CrmModules"/> lists all of them.</summary>
internal interface ICrmModule
{
    Crm Crm { get; }

    /// <summary>Its hooks, in the vendor's order.</summary>
    IReadOnlyList<HookDefinition> Hooks { get; }

    /// <summary>
    /// The record of its part of the configuration, a <see cref="CrmOptions"/>; the part has the name of its id.
    /// </summary>
    Type Settings { get; }

    /// <summary>
    /// The name of the original connector for it, by which its folders are called; <c>null</c> when there is none.
    /// </summary>
    string? Original => null;

    /// <summary>The settings and hooks of the demo.</summary>
    CrmDemo Demo { get; }

    /// <summary>Its own commands.</summary>
    IEnumerable<Command> Commands => [];

    /// <summary>Opens the CRM.</summary>
    /// <param name="options">The settings in force: those that it read, of which the live ones may change.</param>
    /// <param name="services">What it needs of the service.</param>
    ICrmAccount Open(Func<CrmOptions> options, CrmServices services);

    /// <summary>Asks for the access to the CRM; by default it is not part of the setup.</summary>
    /// <param name="answers">Answers the questions.</param>
    /// <param name="state">The folder that the service may write to.</param>
    /// <param name="token">Cancels.</param>
    /// <returns>Its section, without <c>default_user</c>.</returns>
    Task<JsonObject>? SetUpAsync(IAnswers answers, string state, CancellationToken token) => null;

    /// <summary>Opens the CRM to look into it; by default there is nothing to see.</summary>
    /// <param name="options">Its settings.</param>
    /// <param name="isRunning">The service runs, and owns the tokens.</param>
    /// <param name="time">The clock.</param>
    ICrmInspection? Inspect(CrmOptions options, bool isRunning, TimeProvider time) => null;

    /// <summary>
    /// Adds the fields of customize_autodistribution's input that not every CRM has; by default none.
    /// </summary>
    /// <param name="input">The input with number, name and caller.</param>
    /// <param name="request">The dialplan's question.</param>
    /// <param name="search">The client that was found; <c>null</c> for a past call, for which nobody asked.</param>
    void AddRoutingFields(JsonObject input, RoutingRequest request, CallerSearch? search)
    {
    }

    /// <summary>Starts a simulated CRM.</summary>
    /// <exception cref="IOException">It is missing, or does not start.</exception>
    Task<ISimulatedCrm> SimulateAsync(CancellationToken token);

    /// <summary>The body of a request with these parameters, as a replay prints it.</summary>
    JsonNode BodyOf(JsonObject parameters) => parameters;
}

/// <summary>The part of a CRM in the demo.</summary>
/// <param name="Options">The settings, except for the access.</param>
/// <param name="Hooks">
/// The shipped examples that run in it, by their paths in the project: those that work without a change or a network.
/// </param>
internal sealed record CrmDemo(CrmOptions Options, IReadOnlyList<string> Hooks);
