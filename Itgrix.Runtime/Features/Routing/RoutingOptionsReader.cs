using System.Text.RegularExpressions;
using Itgrix.Hooks;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Features.Routing;

/// <summary>Reads the <c>autodistribution</c> part.</summary>
internal static partial class RoutingOptionsReader
{
    public static RoutingOptions Read(ConfigSection section, string baseFolder)
    {
        var defaults = new RoutingOptions();
        var options = new RoutingOptions
        {
            Token = Token(section, baseFolder),
            Timeout = section.Seconds("timeout", 0.1, 30) ?? defaults.Timeout,
            Crm = section.Choice("crm", HookCatalog.Crms, crm => crm.Id) ?? defaults.Crm,
        };
        section.RejectUnknown();
        return options;
    }

    // Only characters that the dialplan sends unescaped, and too long to be guessed.
    private static Secret? Token(ConfigSection section, string baseFolder)
    {
        const string fix = "give 16 to 200 letters, digits and . _ ~ -, for example what openssl rand -hex 20 prints.";
        if (!section.Has("token"))
            section.Mistake("token", $"is missing: {fix}");
        var token = SecretReader.Read(section, "token", baseFolder);
        if (token is null || Allowed().IsMatch(token.Reveal()))
            return token;
        section.Mistake("token", $"cannot be sent by the dialplan or is too short: {fix}");
        return null;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9._~-]{16,200}\z")]
    private static partial Regex Allowed();
}
