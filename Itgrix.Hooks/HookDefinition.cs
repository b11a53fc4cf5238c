using System.Text.Json;

namespace Itgrix.Hooks;

/// <summary>One row of the catalog: a point of the connector that a customer's file can change.</summary>
public sealed record HookDefinition
{
    /// <summary>Fields that come with a call's input and are never part of a request.</summary>
    private static readonly string[] CallFields = ["call_full", "call_stage", "call", "conversation"];

    /// <summary>The CRM of the hook.</summary>
    public required Crm Crm { get; init; }

    /// <summary>
    /// The contract: a static class of this assembly, named after the hook, with its Input and Output.
    /// </summary>
    public required Type Contract { get; init; }

    /// <summary>What the hook is for, one sentence, for tables and templates.</summary>
    public required string Purpose { get; init; }

    /// <summary>The stages it can run in; none for a hook that runs outside the stages.</summary>
    public IReadOnlyList<CallStage> Stages { get; init; } = [];

    /// <summary>Whether its input leaves the stage out although there are several, as on the vendor's page.</summary>
    public bool HidesStage { get; init; }

    /// <summary>Whether its input names the stage (<c>call_stage</c>).</summary>
    public bool NamesStage => Stages.Count > 1 && !HidesStage;

    /// <summary>What its reply is.</summary>
    public required ReplyShape Shape { get; init; }

    /// <summary>The wire name of the one text that a <see cref="ReplyShape.Value"/> hook returns.</summary>
    public string? Value { get; init; }

    /// <summary>Whether empty data with state success cancels the CRM request of the hook.</summary>
    public bool EmptyCancels { get; init; }

    /// <summary>Input fields of this hook that are dropped from its reply, besides the call itself.</summary>
    public IReadOnlyList<string> ReadOnly { get; init; } = [];

    /// <summary>Its own timeout; <c>null</c> for the general one of the configuration.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Where the vendor describes it.</summary>
    public required string Source { get; init; }

    /// <summary>The name of its file: <c>need_registration</c> for the class <c>NeedRegistration</c>.</summary>
    public string Name => field ??= JsonNamingPolicy.SnakeCaseLower.ConvertName(Contract.Name);

    /// <summary>The folder of its CRM: <c>bitrix24</c>.</summary>
    public string Folder => Crm.Id;

    /// <summary>Its id in commands and logs: <c>bitrix24/need_registration</c>.</summary>
    public string Id => field ??= $"{Folder}/{Name}";

    /// <summary>Whether a field of the input is read-only.</summary>
    public bool IsReadOnly(string field) => CallFields.Contains(field) || ReadOnly.Contains(field);
}
