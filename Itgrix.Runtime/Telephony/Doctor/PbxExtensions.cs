using Itgrix.Runtime.Telephony.Ami;

namespace Itgrix.Runtime.Telephony.Doctor;

/// <summary>The extensions that Asterisk has phones for.</summary>
internal static class PbxExtensions
{
    private const int MaxDigits = 6;

    /// <summary>All of PJSIP and chan_sip, in order; empty when they cannot be asked for.</summary>
    public static async Task<IReadOnlyList<string>> AskAsync(
        AsteriskOptions options, TimeProvider time, CancellationToken token)
    {
        if (options.Ami is null)
            return [];
        try
        {
            await using var asterisk = await AmiInspector.ConnectAsync(options.Ami, time, token);
            var pjsip = await asterisk.AskAsync(AmiActions.PjsipEndpoints(), token);
            var sip = await asterisk.AskAsync(AmiActions.SipPeers(), token);
            return [.. pjsip.Events.Concat(sip.Events).Select(phone => phone["ObjectName"])
                .Where(IsExtension).Distinct()
                .OrderBy(name => name.Length).ThenBy(name => name, StringComparer.Ordinal)];
        }
        catch (AmiException)
        {
            // The check of Asterisk says why.
            return [];
        }
    }

    // Lines and FreePBX's own endpoints have other names.
    private static bool IsExtension(string name) =>
        name.Length is > 1 and <= MaxDigits && name.All(char.IsAsciiDigit);
}
