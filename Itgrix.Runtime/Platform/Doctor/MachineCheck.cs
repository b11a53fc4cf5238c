using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Platform.Doctor;

/// <summary>Who looks, and whether this machine's clock is right.</summary>
/// <param name="service">The user that the service runs as.</param>
internal sealed class MachineCheck(string service) : IDoctorCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public string Area => "machine";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        yield return Environment.UserName == service || !Exists(service)
            ? Finding.Good($"Itgrix {Version} on {Environment.MachineName}, as the user {Environment.UserName}.")
            : Finding.Warning($"This looks with the rights of {Environment.UserName}, and the service has those of "
                + $"{service}.", $"sudo -u {service} itgrix doctor");
        if (await IsSynchronizedAsync(token) is false)
            yield return Finding.Warning("The clock of this machine is not synchronized.", "timedatectl set-ntp true");
    }

    private static string Version => typeof(MachineCheck).Assembly.GetName().Version!.ToString(3);

    private static bool Exists(string user) => File.Exists("/etc/passwd")
        && File.ReadLines("/etc/passwd").Any(line => line.StartsWith($"{user}:", StringComparison.Ordinal));

    // null: it is not systemd's, or a container's, which has the clock of its host.
    private static async Task<bool?> IsSynchronizedAsync(CancellationToken token)
    {
        try
        {
            var asked = await new TrustedProgram("timedatectl", "")
                .RunAsync(["show", "--property=NTPSynchronized", "--value"], [], Limit, token);
            return asked.ExitCode != 0 ? null : Encoding.ASCII.GetString(asked.Output).Trim() == "yes";
        }
        catch (TrustedProgramException)
        {
            return null;
        }
    }
}
