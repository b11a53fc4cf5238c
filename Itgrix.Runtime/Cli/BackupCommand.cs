using System.CommandLine;
using Itgrix.Runtime.Platform.Files;
using Itgrix.Runtime.Service;
using Itgrix.Runtime.Service.Backup;

namespace Itgrix.Runtime.Cli;

/// <summary><c>backup</c> and <c>restore</c>: configuration, hooks and state in one archive.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var config = new CommonOptions().Config;
        var file = new Argument<string>("FILE") { Description = "The archive, .tar.gz, which must not exist." };
        var command = new Command("backup",
            "Writes configuration, hooks, tokens and calls to deliver into one archive; the service may run.")
            { file, config };
        command.SetAction(async (parsed, token) =>
        {
            var target = Path.GetFullPath(parsed.GetRequiredValue(file));
            if (File.Exists(target))
                throw new UsageException($"{target} exists already: name another file.");
            var read = ItgrixConfig.Load(parsed.GetValue(config));
            if (read.File is null)
                throw new UsageException("There is no configuration: name it by --config FILE.");
            var count = await BackupFile.WriteAsync(target, read, token);
            Console.Error.WriteLine(
                $"{target}: {count} files. It has secrets: keep it where only administrators read.");
            if (read.Outbox.PostgreSql is not null)
                Console.Error.WriteLine("The outbox is in PostgreSQL: back it up by pg_dump as well.");
            return 0;
        });
        return command;
    }

    public static Command CreateRestore()
    {
        var file = new Argument<string>("FILE") { Description = "The archive." };
        var replace = new Option<bool>("--replace") { Description = "Replaces files that are there." };
        var config = new CommonOptions().Config;
        var command = new Command("restore",
            "Puts the files of a backup where they were; the service must not run.") { file, replace, config };
        command.SetAction(async (parsed, token) =>
        {
            var source = parsed.GetRequiredValue(file);
            if (StateLock.IsTaken(ItgrixConfig.Load(parsed.GetValue(config)).Outbox.LockFile))
                throw new UsageException("The service runs: stop it first, systemctl stop itgrix.");
            try
            {
                var count = await BackupFile.RestoreAsync(source, parsed.GetValue(replace), token);
                Console.Error.WriteLine(OwnCommand.In($"{count} files are restored. Next: ./run.sh doctor"));
                return 0;
            }
            catch (Exception error) when (error is InvalidDataException or JsonException)
            {
                throw new UsageException($"{source} is no backup of this program: {error.Message}");
            }
        });
        return command;
    }
}
