using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Reads the <c>asterisk.ami</c> part.</summary>
internal static class AmiReader
{
    private const double LeastSeconds = 0.1, MaxSeconds = 600;

    /// <summary>The options; <c>null</c> when user or secret are missing or wrong, which is noted.</summary>
    public static AmiOptions? Read(ConfigSection section, string baseFolder)
    {
        var defaults = new AmiOptions { User = "", Secret = new("") };
        var (user, secret) = (User(section), SecretReader.Read(section, "secret", baseFolder));
        if (section.Any("secret") is null)
            section.Mistake("secret", "is missing: give the secret of that user in manager.conf.");
        var options = defaults with
        {
            Host = OneLine(section, "host") ?? defaults.Host,
            Port = (int)(section.Number("port", 1, 65535, "a port") ?? defaults.Port),
            User = user ?? "",
            Secret = secret ?? defaults.Secret,
            Auth = section.Choice<AmiAuth>("auth") ?? defaults.Auth,
            Tls = section.Section("tls") is { } tls ? Tls(tls, baseFolder) : defaults.Tls,
            ConnectTimeout = section.Seconds("connect_timeout", LeastSeconds, MaxSeconds) ?? defaults.ConnectTimeout,
            KeepAlive = section.Seconds("keep_alive", 1, MaxSeconds) ?? defaults.KeepAlive,
        };
        section.RejectUnknown();
        return user is null || secret is null ? null : options;
    }

    private static string? User(ConfigSection section)
    {
        if (section.Any("user") is null)
            section.Mistake("user", "is missing: give the name of a section of manager.conf.");
        return OneLine(section, "user");
    }

    private static string? OneLine(ConfigSection section, string name)
    {
        var text = section.Text(name);
        if (text is null || text.AsSpan().IndexOfAny(PrintableText.LineEnds) < 0)
            return text;
        section.Mistake(name, "has more than one line: give one line.");
        return null;
    }

    private static AmiTls Tls(ConfigSection section, string baseFolder)
    {
        var file = section.Text("ca") is { } ca ? Path.GetFullPath(ca, baseFolder) : null;
        if (file is not null && !File.Exists(file))
            section.Mistake("ca", $"names {file}, which is not there: give a PEM file with the certificate to trust.");
        var tls = new AmiTls
        {
            Enabled = section.Flag("enabled", true),
            Validate = section.Flag("validate", true),
            Ca = file,
        };
        section.RejectUnknown();
        return tls;
    }
}
