using System.Text.Json;
using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Clicks;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Hooks.Php;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Resilience;
using Itgrix.Runtime.Telephony;
using Itgrix.Runtime.Telephony.Tracking;
using Itgrix.Sandbox.Bitrix24;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Telephony.Tracking;

namespace Itgrix.Tests.Support;

/// <summary>Calls through a CRM's flow, with the hooks of a separate folder.</summary>
internal sealed class FlowRun : ICrmTransport, IStepStore, IAsyncDisposable
{
    private readonly SharedScripts _scripts = new();
    private readonly Crm _crm;
    private readonly HookRunner _hooks;
    private readonly Dictionary<string, CallSteps> _calls = [];
    private readonly Dictionary<string, List<OutboxRequest>> _known = [];
    private TestPortal? _portal;
    private KommoLab? _lab;
    private ICrmAccount? _account;

    /// <param name="crm">The CRM.</param>
    /// <param name="limit">Timeout of a hook.</param>
    public FlowRun(Crm crm, TimeSpan? limit = null)
    {
        _crm = crm;
        Directory.CreateDirectory(PathOf("customizations"));
        AuthorFiles.Install(PathOf("customizations"));
        var options = new CustomizerOptions
        {
            Folders = [new(PathOf("customizations"), null)], Cache = PathOf("cache"), Workers = 1,
            Timeout = limit ?? TestTimeout.Value,
        };
        _hooks = new(options, [_scripts, new PhpEngine(options)]);
        PreCallHooks = new(CrmModules.Of(crm), _hooks, Ran);
    }

    /// <summary>The settings of Bitrix24, to be set before the first stage.</summary>
    public Bitrix24CallOptions Options { get; set; } = new() { DefaultUser = 3 };

    /// <summary>The settings of Kommo, to be set before the first stage.</summary>
    public KommoCallOptions KommoCalls { get; set; } = new() { DefaultUser = 503 };

    /// <summary>Settings of the simulated account, to be set before the first stage.</summary>
    public AccountSettings KommoLike { get; set; } = AccountSettings.WithoutLimit;

    /// <summary>Settings of the simulated portal, to be set before the first stage.</summary>
    public Bitrix24Settings PortalLike { get; set; } = Bitrix24Settings.WithoutLimit;

    /// <summary>Delay before a retry.</summary>
    public RetryDelays Pauses { get; set; } = RetryDelays.Default;

    /// <summary>The employees with recorded calls; may change between stages.</summary>
    public ExtensionOptions Extensions { get; set; } = new();

    /// <summary>Folder of recordings, to be set before the first stage; <c>null</c> for none.</summary>
    public RecordingOptions? Recordings { get; set; }

    /// <summary>The clock of retries and of recordings.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The simulated account, once it was started or a stage was reached.</summary>
    public KommoSandbox Account => _lab!.Sandbox;

    /// <summary>Another user's access to the account.</summary>
    public KommoApi Kommo => new(_lab!.Client(_lab.LongLived));

    /// <summary>The simulated portal, once it was started or a stage was reached.</summary>
    public Bitrix24Sandbox Sandbox => _portal!.Sandbox;

    public PreCallHooks PreCallHooks { get; }

    /// <summary>The hooks that ran, in order.</summary>
    public List<(CallStageEvent Stage, HookOutcome Outcome)> Asked { get; } = [];

    /// <summary>The requests that the CRM would get.</summary>
    public List<SentRequest> Sent { get; } = [];

    /// <summary>Erroneous hooks in PHP or C#, used unchanged.</summary>
    public void Write(string hookFile, string content) => File($"customizations/{Folder}/{hookFile}", content);

    /// <summary>A file that exists during the run, such as a recording.</summary>
    public string File(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        System.IO.File.WriteAllText(PathOf(name), content);
        return PathOf(name);
    }

    /// <summary>A step of the call that was done before its first stage.</summary>
    public void Know(string callId, string step, JsonObject result)
    {
        _known.TryAdd(callId, []);
        _known[callId].Add(new(new(_crm, callId), step) { State = StepState.Done, Result = result.ToJsonString() });
    }

    public IEnumerable<string> SentMethods => Sent.Select(request => request.Method);

    /// <summary>A script of this hook that stores its input in a file, then runs the code.</summary>
    public void Script(string hook, string code) => File($"customizations/{Folder}/{hook}.csx", $"""
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.{_crm}.{ContractOf(hook)};
        System.IO.File.WriteAllText("{InputFile(hook)}", Params.ToString());
        {code}
        """);

    private static string ContractOf(string hook) =>
        string.Concat(hook.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));

    /// <summary>The hook's last input; <c>null</c> when it did not run.</summary>
    public JsonNode? InputOf(string hook) =>
        System.IO.File.Exists(InputFile(hook)) ? JsonNode.Parse(System.IO.File.ReadAllText(InputFile(hook))) : null;

    /// <summary>Starts the CRM before the first stage, so that a test can add data to it.</summary>
    public async Task StartAsync()
    {
        _account ??= await AccountAsync();
    }

    /// <summary>A restart: only the CRM and the stored steps remain.</summary>
    public async Task RestartAsync()
    {
        await _account!.DisposeAsync();
        _account = null;
        await StartAsync();
    }

    public async Task Play(IEnumerable<PbxEvent> events, CallTracker tracker, CancellationToken token)
    {
        foreach (var stage in tracker.Tell(events))
            await ReachedAsync(stage, token);
    }

    public async Task<StepOutcome> ReachedAsync(CallStageEvent stage, CancellationToken token)
    {
        await StartAsync();
        if (!_calls.TryGetValue(stage.CallId, out var steps))
        {
            var known = _known.GetValueOrDefault(stage.CallId, []);
            _calls[stage.CallId] = steps = new(new(_crm, stage.CallId), known, this, this, Pauses, Time);
        }
        return await _account!.Flow.HandleStageAsync(stage, steps, token);
    }

    /// <summary>Sends what the call's flow, which is over, left behind.</summary>
    public Task SendRestAsync(string callId, CancellationToken token) =>
        _calls[callId].SendRestAsync(isOver: true, token);

    public async Task<JsonElement> SendAsync(
        string method, JsonObject parameters, bool outcomeUnknown, CancellationToken token)
    {
        lock (Sent)
            Sent.Add(new(method, parameters.DeepClone().AsObject()));
        // The recordings of most calls do not exist.
        if (!System.IO.File.Exists($"{parameters[PseudoParameters.File]}"))
            parameters.Remove(PseudoParameters.File);
        return await _account!.Transport.SendAsync(method, parameters, outcomeUnknown, token);
    }

    public Task SaveAsync(OutboxRequest step, CancellationToken token) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_account is not null)
            await _account.DisposeAsync();
        _hooks.Dispose();
        if (_portal is not null)
            await _portal.DisposeAsync();
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    private async Task<ICrmAccount> AccountAsync()
    {
        if (_crm == Crm.Kommo)
        {
            _lab ??= await KommoLab.StartAsync(KommoLike);
            return new KommoAccount(
                _lab.LongLived with { Calls = KommoCalls, RequestsPerSecond = 1_000_000 }, Services);
        }
        _portal ??= await TestPortal.StartAsync(PortalLike);
        var options = _portal.Options with
        {
            Calls = Options, OAuth = _portal.Options.OAuth! with { Tokens = PathOf("tokens") },
            RequestsPerSecond = 1e6, Burst = 1_000_000,
        };
        return new Bitrix24Portal(options, Services);
    }

    private CrmServices Services =>
        new(TimeZoneInfo.Utc, () => CallTranscript.Numbers, _hooks, TimeProvider.System)
        {
            Ran = Ran, Extensions = () => Extensions, Recordings = Recordings is null ? null : new(Recordings, Time),
        };

    private string Folder => _crm.Id;

    private string InputFile(string hook) => PathOf($"{hook}.input");

    private string PathOf(string name) => Path.Combine(_scripts.Folder, name);

    private void Ran(CallStageEvent stage, HookOutcome outcome)
    {
        lock (Asked)
            Asked.Add((stage, outcome));
    }
}

/// <summary>A request that a CRM got.</summary>
internal sealed record SentRequest(string Method, JsonObject Parameters)
{
    public override string ToString() => $"{Method} {Parameters.ToJsonString()}";
}
