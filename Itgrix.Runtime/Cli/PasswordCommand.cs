using System.CommandLine;
using Itgrix.Runtime.Http;

namespace Itgrix.Runtime.Cli;

/// <summary><c>password</c>: prints the stored form of a password for the configuration.</summary>
internal static class PasswordCommand
{
    // A hash for digest can be cracked faster, so the password must be longer.
    private const int MinLength = 8, MinLengthForDigest = 12, MaxLength = 1000;

    public static Command Create()
    {
        var digest = new Option<string>("--digest")
            { Description = "The admin's login: prints the section \"admin\".", HelpName = "LOGIN" };
        var command = new Command("password",
            "Reads a password, one line, and prints its hash for the configuration.") { digest };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(
                parsed.GetValue(digest) is { } login ? Admin(login) : PasswordHash.Create(Read(MinLength)).Text);
            return 0;
        });
        return command;
    }

    private static string Admin(string login)
    {
        if (!DigestHash.IsLogin(login))
            throw new UsageException("The login is invalid: give up to 64 letters, digits and . _ @ -.");
        var hash = DigestHash.Create(login, Read(MinLengthForDigest));
        return $$"""
            "admin": { "login": "{{login}}", "password_hash": "{{hash.Text}}" }
            """;
    }

    private static string Read(int shortest)
    {
        if (!Console.IsInputRedirected)
            Console.Error.Write("Password (it is shown): ");
        var password = Console.In.ReadLine() ?? "";
        return password.Length < shortest || password.Length > MaxLength || password.Any(char.IsControl)
            ? throw new UsageException($"That is no password: give one line of {shortest} to {MaxLength} characters.")
            : password;
    }
}
