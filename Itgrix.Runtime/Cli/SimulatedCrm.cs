using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;

namespace Itgrix.Runtime.Cli;

/// <summary>A simulated CRM in a child process, for replays; it ends with this one.</summary>
internal sealed class SimulatedCrm : IDisposable
{
    // More than any replay needs: the simulated CRMs have no limit.
    private const int Unlimited = 1_000_000;

    private readonly SandboxProcess _sandbox;

    private SimulatedCrm(SandboxProcess sandbox) => _sandbox = sandbox;

    /// <exception cref="UsageException">It is missing, or does not start.</exception>
    public static async Task<SimulatedCrm> StartAsync(Crm crm, CancellationToken token) => new(crm == Crm.Kommo
        ? await SandboxProcess.StartAsync("Integration: ", ["kommo", "--port", "0", "--no-limit"], token)
        : await SandboxProcess.StartAsync(
            "Application: ", ["bitrix24", "--lenient-webhook", "--port", "0", "--no-limit"], token));

    /// <summary>The settings with the credentials of the simulated portal.</summary>
    public Bitrix24Options Enter(Bitrix24Options options) => options with
    {
        Webhook = new(_sandbox.After("Webhook: ")), OAuth = null, RequestsPerSecond = Unlimited, Burst = Unlimited,
    };

    /// <summary>The settings with the credentials of the simulated account.</summary>
    public KommoOptions Enter(KommoOptions options) => options with
    {
        Account = new(_sandbox.After("Account: ")), LongLivedToken = new(_sandbox.After("Long-lived token: ")),
        RequestsPerSecond = Unlimited,
    };

    public void Dispose() => _sandbox.Dispose();
}
