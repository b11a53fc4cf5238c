namespace Itgrix.Runtime.Crms.Simulation;

/// <summary>A CRM that the simulators' program simulates.</summary>
/// <param name="process">The program.</param>
/// <param name="name">The name of the CRM, by which the program reports its page.</param>
/// <param name="connect">Puts the access that the program printed into the settings.</param>
internal sealed class SandboxCrm(
    SandboxProcess process, string name, Func<SandboxProcess, CrmOptions?, CrmOptions> connect) : ISimulatedCrm
{
    /// <summary>A rate that no replay reaches: a simulated CRM has no limit.</summary>
    public const int Unlimited = 1_000_000;

    public string Page => process.After($"{name}, simulated, at ").Split(' ')[0].TrimEnd('.');

    public CrmOptions Connect(CrmOptions? options) => connect(process, options);

    public void Dispose() => process.Dispose();
}
