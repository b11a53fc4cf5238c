namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>
/// The <c>asterisk.ami</c> part of the configuration: address and login of Asterisk's manager interface.
/// </summary>
internal sealed record AmiOptions
{
    [Setting("address of Asterisk", Rule = nameof(OneLine))]
    public string Host { get; init; } = "127.0.0.1";

    [Setting("its port", Min = 1, Max = 65535)]
    public int Port { get; init; } = 5038;

    [Setting("the section of `manager.conf`", Rule = nameof(OneLine),
        Missing = "give the name of a section of manager.conf.")]
    public required string User { get; init; }

    [Setting("the password of that section", Missing = "give the secret of that user in manager.conf.")]
    public required Secret Secret { get; init; }

    [Setting("`md5`: the secret is never sent; `plain`: it is sent")]
    public AmiAuth Auth { get; init; } = AmiAuth.Md5;

    [Setting("encryption of the connection")]
    public AmiTls Tls { get; init; } = new();

    [Setting("timeout of connecting and logging in together, and of an action", Unit = "seconds", Min = 0.1, Max = 600)]
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    [Setting("silence before a `Ping` is sent; after the same again the connection is considered dead",
        Unit = "seconds", Min = 1, Max = 600)]
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For messages: <c>itgrix@127.0.0.1:5038</c>.</summary>
    public string Address => $"{User}@{Host}:{Port}";

    private static string? OneLine(string text) => text.AsSpan().IndexOfAny(PrintableText.LineEnds) < 0
        ? null : "has more than one line: give one line.";
}

/// <summary>Encryption of the connection to Asterisk, and the trusted certificates.</summary>
internal sealed record AmiTls
{
    [Setting("encryption; `port` is then that of `tlsbindaddr`", IsOnInSection = true,
        Default = "`true` in a section `tls`, else off")]
    public bool Enabled { get; init; }

    [Setting("`false` accepts any certificate, which stops eavesdroppers, but no man in the middle")]
    public bool Validate { get; init; } = true;

    /// <summary>A PEM file; <c>null</c> for the system's authorities.</summary>
    [Setting("a PEM file: Asterisk's own certificate (any name) or its authority's (the name must match)",
        IsPath = true, Rule = nameof(Exists), Default = "the system's")]
    public string? Ca { get; init; }

    private static string? Exists(string file) => File.Exists(file)
        ? null : $"names {file}, which is missing: give a PEM file with the certificate to trust.";
}
