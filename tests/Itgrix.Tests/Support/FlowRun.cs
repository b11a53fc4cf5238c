using System.Text.Json.Nodes;
using Itgrix.Hooks;
using Itgrix.Runtime.Asterisk;
using Itgrix.Runtime.Bitrix24;
using Itgrix.Runtime.Calls;
using Itgrix.Runtime.Configuration;
using Itgrix.Runtime.Csx;
using Itgrix.Runtime.Flows;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Kommo;
using Itgrix.Runtime.Php;
using Itgrix.Tests.Calls;

namespace Itgrix.Tests.Support;

/// <summary>Calls on their way through a CRM's flow, with the hooks of a folder of its own.</summary>
internal sealed class FlowRun : ICrmRequests, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Crm _crm;
    private readonly HookRunner _hooks;

    public FlowRun(Crm crm)
    {
        _crm = crm;
        Directory.CreateDirectory(_folder.File("customizations"));
        AuthorFiles.Install(_folder.File("customizations"));
        var options = new CustomizerOptions
        {
            Folders = [new(_folder.File("customizations"), null)], Cache = _folder.File("cache"), Timeout = TimeSpan.FromSeconds(10), Workers = 1,
        };
        _hooks = new(options, [new CsxEngine(options), new PhpEngine(options)]);
        Flow = crm == Crm.Kommo ? new KommoFlow(_hooks, this, Ran) : new Bitrix24Flow(_hooks, this, Ran);
        BeforeCall = new(crm, _hooks, Ran);
    }

    public CallFlow Flow { get; }

    public BeforeCall BeforeCall { get; }

    /// <summary>The hooks that were asked, in order.</summary>
    public List<(StageReached Stage, HookOutcome Outcome)> Asked { get; } = [];

    /// <summary>What the CRM would be told.</summary>
    public List<CrmRequest> Sent { get; } = [];

    public IEnumerable<string> SentMethods => Sent.Select(request => request.Method);

    /// <summary>A script of this hook that writes what it was given to a file, then goes on with the code.</summary>
    public void Script(string hook, string code) => _folder.Write($"customizations/{Folder}/{hook}.csx", $"""
        #load "../itgrix.csx"
        using static Itgrix.Hooks.Hook;
        using static Itgrix.Hooks.{_crm}.{string.Concat(hook.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))};
        System.IO.File.WriteAllText("{InputFile(hook)}", Params.ToString());
        {code}
        """);

    /// <summary>What the hook was given last; <c>null</c> when it did not run.</summary>
    public JsonNode? InputOf(string hook) => File.Exists(InputFile(hook)) ? JsonNode.Parse(File.ReadAllText(InputFile(hook))) : null;

    public async Task Play(IEnumerable<PbxEvent> events, CallTracker tracker, CancellationToken token)
    {
        foreach (var stage in tracker.Tell(events))
            await Flow.ReachedAsync(stage, token);
    }

    public Task SendAsync(CrmRequest request, CancellationToken token)
    {
        Sent.Add(request);
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        _hooks.Dispose();
        _folder.Dispose();
    }

    private string Folder => _crm.ToString().ToLowerInvariant();

    private string InputFile(string hook) => _folder.File($"{hook}.input");

    private void Ran(StageReached stage, HookOutcome outcome) => Asked.Add((stage, outcome));
}
