using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Tests.Support;

/// <summary>Calls whose dialplan asks whom to ring: two CRMs that know somebody, and hooks of its own.</summary>
internal sealed class DistributionRun : IDisposable
{
    public const string Client = "+12025550123";

    private readonly CancellationTokenSource _limit = new(TestTimeout.Value);

    public KnownCallers Bitrix24 { get; } = new(Crm.Bitrix24);

    public KnownCallers Kommo { get; } = new(Crm.Kommo);

    public TestHooks Hooks { get; } = new();

    public RoutingOptions Options { get; set; } = new() { Timeout = TestTimeout.Value };

    public NumberPlan Numbers { get; set; } = NumberPlan.Default;

    public TimeProvider Time { get; set; } = TimeProvider.System;

    public CancellationToken Limit => _limit.Token;

    /// <summary>The CRMs that are configured, Bitrix24 alone unless it is said.</summary>
    public IReadOnlyList<ICallerLookup>? Crms { get; set; }

    public Task<RoutingSettings> AskAsync(string from = Client, string trunk = "2025550180") => new CallRouter(
        Options, Crms ?? [Bitrix24], Hooks.Runner, () => Numbers, Time).AskAsync(
            new(from, trunk, "1.1", new JsonObject { ["from"] = from, ["trunk"] = trunk, ["vip"] = "1" }), Limit);

    /// <summary>A PHP file that keeps what it was given, and replies with these fields.</summary>
    public void Hook(string fields, Crm crm = Crm.Bitrix24) => Code(
        $"return array('state' => 'success', 'data' => array({fields}));", crm);

    /// <summary>A PHP file that keeps what it was given, then goes on with the code.</summary>
    public void Code(string code, Crm crm = Crm.Bitrix24) => Hooks.Write(
        $"../{Folder(crm)}/customize_autodistribution.php",
        $"<?php file_put_contents(__DIR__ . '/given.json', json_encode($params));\n{code}");

    /// <summary>What the hook was given; <c>null</c> when it did not run.</summary>
    public JsonNode? Given(Crm crm = Crm.Bitrix24)
    {
        var file = Hooks.PathOf($"../{Folder(crm)}/given.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
    }

    public void Dispose()
    {
        Hooks.Dispose();
        _limit.Dispose();
    }

    private static string Folder(Crm crm) => crm.ToString().ToLowerInvariant();
}
