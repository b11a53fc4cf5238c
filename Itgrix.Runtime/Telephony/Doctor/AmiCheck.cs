using System.Runtime.CompilerServices;
using Itgrix.Runtime.Platform.Doctor;
using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>Whether Asterisk is reached, and its user may do and hear what the service needs.</summary>
internal sealed class AmiCheck(AmiOptions options, TimeProvider time) : IDoctorCheck
{
    private const int OldestVersion = 13;

    // Calls of one second still come in order; a link of Bitrix24's events is refused after five minutes.
    private static readonly TimeSpan MaxDrift = TimeSpan.FromSeconds(5);

    public string Area => "asterisk";

    public async IAsyncEnumerable<Finding> RunAsync([EnumeratorCancellation] CancellationToken token)
    {
        await using var asterisk = await AmiInspector.ConnectAsync(options, time, token);
        var core = await asterisk.AskAsync(AmiActions.CoreSettings(), token);
        var version = core.Response["AsteriskVersion"];
        yield return Finding.Good(
            $"{options.Address} lets us in{(version.Length > 0 ? $": Asterisk {version}" : "")}.");
        if (MajorOf(version) is { } major and < OldestVersion)
            yield return Finding.Error($"Asterisk {major} does not report who talks with whom.",
                "Update Asterisk to 13 or later.");
        var manual = await asterisk.ManualAsync(token);
        foreach (var finding in await RightsAsync(asterisk, manual, token))
            yield return finding;
        if (await ClockAsync(asterisk, token) is { } clock)
            yield return clock;
    }

    private static int? MajorOf(string version) =>
        int.TryParse(string.Concat(version.TakeWhile(char.IsAsciiDigit)), out var major) && major > 0 ? major : null;

    private async Task<List<Finding>> RightsAsync(AmiInspector asterisk, PbxManual manual, CancellationToken token)
    {
        var commands = (await asterisk.AskAsync(AmiActions.ListCommands(), token)).Response.Headers
            .Select(header => header.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        List<Finding> found = [];
        if (!commands.Contains("Originate"))
            found.Add(Finding.Warning($"{options.User} may not make calls, so that no click in the CRM does.",
                manual.User(options.User, $"write = {PbxManual.Write}")));
        if (!commands.Contains("CoreShowChannels"))
            found.Add(Finding.Warning($"{options.User} may not ask which channels there are, so that calls that ended "
                + "during an outage are noticed late.", manual.User(options.User, $"write = {PbxManual.Write}")));
        var file = await asterisk.FileAsync("manager.conf", token);
        if (file?.Find(options.User, "read") is null)
            found.Add(Finding.Warning(file is null
                ? $"{options.User} may not read Asterisk's settings: what it hears, and which events there are, is not "
                    + "checked." : $"manager.conf does not say what {options.User} hears.",
                manual.User(options.User, $"read = {PbxManual.Read}, write = {PbxManual.Write}")));
        else
            found.AddRange(Heard(file.List(options.User, "read"), manual));
        return found.Count > 0 ? found : [Finding.Good($"{options.User} has all rights that are needed.")];
    }

    private IEnumerable<Finding> Heard(IReadOnlySet<string> read, PbxManual manual)
    {
        var fix = manual.User(options.User, $"read = {PbxManual.Read}");
        if (read.Contains("all"))
            yield break;
        if (!read.Contains("call"))
            yield return Finding.Error($"{options.User} hears no calls: read lacks call.", fix);
        if (new[] { "dialplan", "cdr" }.Where(right => !read.Contains(right)).ToList() is { Count: > 0 } missing)
            yield return Finding.Warning($"{options.User} does not hear the names of all recordings: read lacks "
                + $"{string.Join(" and ", missing)}.", fix);
    }

    private async Task<Finding?> ClockAsync(AmiInspector asterisk, CancellationToken token)
    {
        var asked = time.GetUtcNow();
        var reply = await asterisk.AskAsync(AmiActions.Ping(), token);
        if (!double.TryParse(reply.Response["Timestamp"], CultureInfo.InvariantCulture, out var seconds)
            || seconds is < 0 or > 253_402_300_799)
            return null;
        var drift = (DateTimeOffset.FromUnixTimeMilliseconds((long)(seconds * 1000)) - asked).Duration();
        return drift <= MaxDrift ? Finding.Good("The clocks of Asterisk and of this machine agree.")
            : Finding.Warning($"The clocks of Asterisk and of this machine differ by {drift.TotalSeconds:0} s.",
                "On both machines: timedatectl set-ntp true");
    }
}
