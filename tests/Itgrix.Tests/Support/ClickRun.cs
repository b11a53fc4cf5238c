using System.Text.Json.Nodes;
using System.Threading.Channels;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Ami;
using Itgrix.Sandbox.Pbx;

namespace Itgrix.Tests.Support;

/// <summary>Clicks in a CRM, with separate hooks, and a simulated Asterisk that originates the calls.</summary>
internal sealed class ClickRun : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<PbxEvent> _events = Channel.CreateUnbounded<PbxEvent>();
    private readonly AmiListener _listener;
    private Task _listening = Task.CompletedTask;

    public ClickRun(PbxSettings? settings = null, ClickToCallOptions? options = null)
    {
        Peer = new(settings);
        _listener = new(Peer.Options, TimeZoneInfo.Utc, _events, TimeProvider.System);
        Calls = new(options ?? new(), Hooks.Runner, _listener.OriginateAsync, TimeProvider.System);
    }

    public AmiPeer Peer { get; }

    public TestHooks Hooks { get; } = new();

    public ClickToCall Calls { get; }

    /// <summary>The ids reported before any phone rang, and the number of Originates by then.</summary>
    public List<(string Id, int Originates)> Prepared { get; } = [];

    public IReadOnlyList<PbxAction> Originates => [.. Peer.Pbx.Actions.Where(action => action.Name == "Originate")];

    public PbxAction Originate => Originates.Should().ContainSingle().Which;

    public async Task ConnectAsync()
    {
        _listening = _listener.RunAsync(_stop.Token);
        (await _events.Reader.ReadAsync(Peer.Limit)).Should().BeOfType<AmiConnected>();
    }

    /// <summary>A PHP file of the hook that replies with its input, with these fields changed.</summary>
    public void Hook(string fields) => Hooks.Write("process_originate_params.php",
        $"<?php return array('state' => 'success', 'data' => array_merge($params, array({fields})));");

    public Task<OriginateOutcome> RingAsync(string number = "+12025550123", string extension = "101") =>
        RingAsync(new(Crm.Bitrix24, extension, number, new JsonObject { ["data"] = "as it came" }));

    public Task<OriginateOutcome> RingAsync(CallRequest request) => Calls.RingAsync(request, (id, _) =>
    {
        Prepared.Add((id, Originates.Count));
        return Task.CompletedTask;
    }, Peer.Limit);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _listening;
        Hooks.Dispose();
        await Peer.DisposeAsync();
        _stop.Dispose();
    }
}
