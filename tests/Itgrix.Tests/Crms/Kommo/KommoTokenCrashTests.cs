using System.Diagnostics;
using Itgrix.Sandbox.Kommo;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms.Kommo;

/// <summary>
/// A process is killed at each step of a token renewal. The next one continues, unless Kommo has spent the old tokens
/// and the new ones are lost with the process: then it asks for a new authorization.
/// </summary>
[TestClass]
public sealed class KommoTokenCrashTests
{
    private const string Tokens = "/oauth2/", Api = "/api/";

    // What blocks the process at the step, other than itself.
    private static readonly Dictionary<string, KommoFault> Holds = new()
    {
        ["asked, not done"] = new() { Kind = KommoFaultKind.Hang, Paths = [Tokens], DelayMs = 60_000, Times = 1 },
        ["done, not answered"] = new() { Kind = KommoFaultKind.Slow, Paths = [Tokens], DelayMs = 60_000, Times = 1 },
        ["used"] = new() { Kind = KommoFaultKind.Hang, Paths = [Api], DelayMs = 60_000, Times = 1 },
    };

    private KommoLab _lab = null!;
    private string _code = "";

    public TestContext TestContext { get; set; } = null!;

    private CancellationToken Limit => TestContext.CancellationToken;

    [TestInitialize]
    public async Task Start() => (_lab, _code) = (await KommoLab.StartAsync(), new AccountSettings().AuthorizationCode);

    [TestCleanup]
    public async Task Clean() => await _lab.DisposeAsync();

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("before save 1", true, 1)]
    [DataRow("after save 1", true, 1)]
    [DataRow("asked, not done", true, 1)]
    [DataRow("done, not answered", false, 0)]
    [DataRow("before save 2", false, 0)]
    [DataRow("after save 2", true, 0)]
    [DataRow("used", true, 0)]
    public async Task A_process_killed_at_any_step_of_a_refresh_continues_or_asks_for_authorization(
        string step, bool goesOn, int requests)
    {
        (await AskAsync()).Should().Be(KommoTokenProcess.Answered);
        _lab.Sandbox.ExpireTokens();

        await KilledAsync(step);

        await GoesOnAsync(goesOn, requests);
    }

    [TestMethod, Timeout(TestTimeout.Milliseconds)]
    [DataRow("after save 1", true, 1)]
    [DataRow("asked, not done", true, 1)]
    [DataRow("done, not answered", false, 0)]
    [DataRow("after save 2", true, 0)]
    public async Task A_process_killed_at_any_step_of_the_first_authorization_continues_or_asks_for_authorization(
        string step, bool goesOn, int requests)
    {
        await KilledAsync(step);

        await GoesOnAsync(goesOn, requests);
    }

    private async Task GoesOnAsync(bool goesOn, int requests)
    {
        _lab.Sandbox.Faults.Clear();
        var issued = _lab.Sandbox.Counters.TokensIssued;
        if (!goesOn)
        {
            (await AskAsync()).Should().Contain("Authorize the integration again");
            _code = _lab.Sandbox.NewCode();
            requests = 1;
        }
        (await RunAsync()).Should().Be(KommoTokenProcess.Answered);
        (await AskAsync()).Should().Be(KommoTokenProcess.Answered);
        _lab.Sandbox.Counters.TokensIssued.Should().Be(issued + requests);
    }

    private async Task KilledAsync(string step)
    {
        var (hung, asked) = (_lab.Sandbox.Hung, _lab.TokenRequests);
        if (Holds.TryGetValue(step, out var hold))
        {
            // Not the request with the expired token: the one after it.
            if (step == "used" && asked > 0)
                (await AskAsync()).Should().Be(KommoTokenProcess.Answered);
            _lab.Sandbox.Faults.Add(hold);
        }
        using var process = StartProcess(step);
        if (hold is null)
            (await process.StandardOutput.ReadLineAsync(Limit)).Should().Be(KommoTokenProcess.At);
        else
            await Eventually.TrueAsync(() => _lab.Sandbox.Hung != hung
                || (hold.Kind != KommoFaultKind.Hang && _lab.TokenRequests != asked));
        process.Kill();
        await process.WaitForExitAsync(Limit);
    }

    // What is not killed needs no process of its own: it knows nothing but the file, too.
    private Task<string> AskAsync() => KommoTokenProcess.AskAsync($"{_lab.Sandbox.Address}", _lab.TokenFile, _code);

    private async Task<string> RunAsync() =>
        (await Command.Start("dotnet", Arguments(""), [], "/", cancellation: Limit)).Output.Trim();

    private Process StartProcess(string step) =>
        Process.Start(new ProcessStartInfo("dotnet", Arguments(step)) { RedirectStandardOutput = true })!;

    private string[] Arguments(string step) =>
        ["exec", Path.Combine(AppContext.BaseDirectory, "Itgrix.Tests.dll"), "kommo",
            $"{_lab.Sandbox.Address}", _lab.TokenFile, _code, step];
}
