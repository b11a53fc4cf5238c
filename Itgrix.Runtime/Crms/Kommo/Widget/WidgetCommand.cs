using System.CommandLine;

namespace Itgrix.Runtime.Crms.Kommo.Widget;

/// <summary><c>widget</c>: the archive that is uploaded to a Kommo account.</summary>
internal static class WidgetCommand
{
    public static Command Create()
    {
        var file = new Argument<string?>("file")
        {
            Description = "Output file. Default: out/widget.zip.",
            HelpName = "FILE",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var command = new Command("widget", "Packs the widget for a Kommo (amoCRM) account, to be uploaded there.");
        command.Arguments.Add(file);
        command.SetAction(parsed =>
        {
            var path = Path.GetFullPath(parsed.GetValue(file) ?? DefaultFile());
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllBytes(path, WidgetArchive.Pack(Path.Combine(AppContext.BaseDirectory, "widget")));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"{path} cannot be written: {error.Message}");
            }
            Console.Out.WriteLine(path);
            Console.Error.WriteLine("Upload it in the integration's settings of the account; docs/widget.md says how.");
            return 0;
        });
        return command;
    }

    private static string DefaultFile() =>
        Path.Combine(Environment.GetEnvironmentVariable("ITGRIX_HOME") ?? "", "out", "widget.zip");
}
