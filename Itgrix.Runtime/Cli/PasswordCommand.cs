using System.CommandLine;
using Itgrix.Runtime.Http;

namespace Itgrix.Runtime.Cli;

/// <summary><c>password</c>: what the configuration keeps of a password.</summary>
internal static class PasswordCommand
{
    private const int Shortest = 8, Longest = 1000;

    public static Command Create()
    {
        var command = new Command("password", "Reads a password, one line, and prints its hash for the configuration.");
        command.SetAction(_ =>
        {
            if (!Console.IsInputRedirected)
                Console.Error.Write("Password (it is shown): ");
            var password = Console.In.ReadLine() ?? "";
            if (password.Length is < Shortest or > Longest || password.Any(char.IsControl))
                throw new UsageException($"That is no password: give one line of {Shortest} to {Longest} characters.");
            Console.Out.WriteLine(PasswordHash.Of(password).Text);
            return 0;
        });
        return command;
    }
}
