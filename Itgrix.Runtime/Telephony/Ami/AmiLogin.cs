using System.Security.Cryptography;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>The greeting and the login at the beginning of a connection.</summary>
internal static class AmiLogin
{
    private const string Greeting = "Asterisk Call Manager/", Id = "login";

    /// <summary>Logs in, for the events that are read here; returns the version in the greeting.</summary>
    public static async Task<string> RunAsync(AmiConnection connection, AmiOptions options, CancellationToken token)
    {
        var version = await GreetingAsync(connection, options, token);
        var login = new AmiAction("Login").With("Username", options.User).With("Events", AmiEvents.Classes);
        if (options.Auth == AmiAuth.Plain)
            login.With("Secret", options.Secret.Reveal());
        else
            login.With("AuthType", "MD5").With("Key", Key(await ChallengeAsync(connection, options, token), options));
        var reply = await AskAsync(connection, login, token);
        return reply.IsSuccess ? version : throw Refused(reply, options);
    }

    private static async Task<string> GreetingAsync(
        AmiConnection connection, AmiOptions options, CancellationToken token)
    {
        try
        {
            var line = (await connection.ReadAsync(token)).Line;
            if (line.StartsWith(Greeting, StringComparison.Ordinal))
                return line[Greeting.Length..];
            throw new AmiException(AmiFailure.NotAsterisk,
                $"{options.Host}:{options.Port} is not Asterisk's manager interface, it says \"{Printable(line)}\": "
                + "check asterisk.ami.host and port (usually 5038), and tls if it's the encrypted one.");
        }
        catch (AmiException error) when (error.Failure == AmiFailure.Lost)
        {
            throw new AmiException(AmiFailure.Lost,
                $"{options.Host}:{options.Port} closed the connection before its greeting: an access list or a "
                + "firewall may block us, it may accept TLS only, or authlimit is reached.", error);
        }
    }

    private static async Task<string> ChallengeAsync(
        AmiConnection connection, AmiOptions options, CancellationToken token)
    {
        var reply = await AskAsync(connection, new AmiAction("Challenge").With("AuthType", "MD5"), token);
        return reply.Response["Challenge"] is { Length: > 0 } challenge ? challenge : throw new AmiException(
            AmiFailure.LoginRefused, $"Asterisk at {options.Host}:{options.Port} gives no challenge for MD5 "
            + $"(\"{Printable(reply.Message)}\"): set asterisk.ami.auth to \"plain\".");
    }

    private static async Task<AmiReply> AskAsync(AmiConnection connection, AmiAction action, CancellationToken token)
    {
        await connection.WriteAsync(action.ToBytes(Id), token);
        while (true)
        {
            var message = await connection.ReadAsync(token);
            if (message.IsResponse)
                return new(message, []);
        }
    }

    // MD5 is what Asterisk offers; it hides the secret from eavesdroppers, no more.
    private static string Key(string challenge, AmiOptions options) =>
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(challenge + options.Secret.Reveal())));

    // Asterisk gives the same answer for a wrong secret and for an address that its access lists deny.
    private static AmiException Refused(AmiReply reply, AmiOptions options) => new(AmiFailure.LoginRefused,
        $"Asterisk refuses the login of {options.Address}: \"{Printable(reply.Message)}\". Check asterisk.ami.user and "
        + $"secret against [{options.User}] in manager.conf, and that its permit, deny and acl let this machine in; "
        + "Asterisk's own log says which it is. After a change there: asterisk -rx \"manager reload\".");

    private static string Printable(string text) =>
        new([.. text.Take(80).Select(character => char.IsControl(character) ? '.' : character)]);
}
