using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Features.Routing;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Telephony.Numbers;

namespace Itgrix.Tests.Support;

/// <summary>Calls that the dialplan routes by Itgrix: two CRMs that know a caller, and separate hooks.</summary>
internal sealed class RoutingRun : IDisposable
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

    /// <summary>The configured CRMs, Bitrix24 alone by default.</summary>
    public IReadOnlyList<ICallerLookup>? Crms { get; set; }

    public Task<RoutingSettings> AskAsync(string from = Client, string trunk = "2025550180") => new CallRouter(
        Options, Crms ?? [Bitrix24], Hooks.Runner, () => Numbers, Time).AskAsync(
            new(from, trunk, "1.1", new JsonObject { ["from"] = from, ["trunk"] = trunk, ["vip"] = "1" }), Limit);

    /// <summary>A PHP file that stores its input, and replies with these fields.</summary>
    public void Hook(string fields, Crm? crm = null) => Code(
        $"return array('state' => 'success', 'data' => array({fields}));", crm);

    /// <summary>A PHP file that stores its input, then runs the code.</summary>
    public void Code(string code, Crm? crm = null) => Hooks.Write(
        $"../{Folder(crm)}/customize_autodistribution.php",
        $"<?php file_put_contents(__DIR__ . '/given.json', json_encode($params));\n{code}");

    /// <summary>The hook's input; <c>null</c> when it did not run.</summary>
    public JsonNode? Given(Crm? crm = null)
    {
        var file = Hooks.PathOf($"../{Folder(crm)}/given.json");
        return File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file)) : null;
    }

    public void Dispose()
    {
        Hooks.Dispose();
        _limit.Dispose();
    }

    private static string Folder(Crm? crm) => (crm ?? Crm.Bitrix24).Id;
}
