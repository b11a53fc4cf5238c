using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;

namespace Itgrix.Runtime.Http;

/// <summary>Reads the <c>admin</c> part: login and password of the administrator.</summary>
internal static class AdminReader
{
    private const string Name = "password_hash", Fix = "give the line that ./run.sh password --digest LOGIN prints.";

    /// <summary>The admin; <c>null</c> when something is missing or invalid, which is reported as a mistake.</summary>
    public static DigestHash? Read(ConfigSection section, string baseFolder)
    {
        var login = section.Text("login");
        if (!section.Has("login"))
            section.Mistake("login", $"is missing: {Fix}");
        if (!section.Has(Name))
            section.Mistake(Name, $"is missing: {Fix}");
        var hash = SecretReader.Read(section, Name, baseFolder) is { } text ? Hash(section, text, login) : null;
        section.RejectUnknown();
        return login is null ? null : hash;
    }

    private static DigestHash? Hash(ConfigSection section, Secret text, string? login)
    {
        var hash = DigestHash.Parse(text.Reveal());
        if (hash is null)
            section.Mistake(Name, $"is not a hash for digest: {Fix}");
        else if (login is not null && hash.Login != login)
            section.Mistake(Name, $"was made for another login: {Fix}");
        else
            return hash;
        return null;
    }
}
