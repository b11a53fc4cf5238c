using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Doctor;
using Itgrix.Runtime.Crms.Recordings;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Http;
using Itgrix.Runtime.Outbox;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Telephony.Doctor;

namespace Itgrix.Runtime.Service.Doctor;

/// <summary>The checks of a configuration, in the order in which an administrator mends what they find.</summary>
internal static class DoctorChecks
{
    /// <summary>The user of the shipped unit.</summary>
    public const string ServiceUser = "itgrix";

    /// <param name="probe">An extension to call; <c>null</c>: no call is made.</param>
    public static IReadOnlyList<IDoctorCheck> For(ItgrixConfig config, TimeProvider time, string? probe = null)
    {
        var isRunning = StateLock.IsTaken(config.Outbox.LockFile);
        List<IDoctorCheck> checks = [new MachineCheck(ServiceUser)];
        if (config.Asterisk.Ami is { } ami)
            checks.AddRange([new AmiCheck(ami, time), new CelSettingsCheck(config.Asterisk, time)]);
        if (config.Asterisk.Ami is not null && probe is not null)
            checks.Add(new ProbeCallCheck(config.Asterisk, probe, config.ClickToCall.Context, time));
        checks.AddRange([new CelStoreCheck(config.Asterisk, time), new RecordingsCheck(config.Recordings)]);
        checks.AddRange(config.Crms.Select(crm => new CrmCheck(crm.Key,
            () => CrmModules.Of(crm.Key).Inspect(crm.Value, isRunning, time),
            token => PbxExtensions.AskAsync(config.Asterisk, time, token))));
        return [.. checks, new HookFilesCheck(config.Customizer, config.Crms.Keys),
            new OutboxCheck(config.Outbox), new PortCheck(config.Http, isRunning)];
    }
}
