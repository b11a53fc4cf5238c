using Itgrix.Runtime.Platform.Processes;

namespace Itgrix.Runtime.Telephony.Setup;

/// <summary>The settings of an Asterisk on this machine, to which the setup adds what it needs.</summary>
/// <param name="Path">The folder: <c>/etc/asterisk</c>.</param>
/// <param name="Program">Asterisk's own command line.</param>
internal sealed record AsteriskFolder(string Path, string Program)
{
    private const string Kept = ".before-itgrix";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Whether this user may add something.</summary>
    public bool IsWritable => File.Exists(In("manager.conf")) && Platform.Files.FileRights.CanWrite(In("manager.conf"));

    /// <summary>FreePBX writes most files itself, and leaves those for custom settings alone.</summary>
    public bool IsFreePbx => File.Exists(In("manager_additional.conf"));

    /// <summary>Adds a user of the manager interface.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void AddUser(string user, Secret secret, string read, string write) =>
        Append(IsFreePbx ? "manager_custom.conf" : "manager.conf", $"""
            [{user}]
            secret = {secret.Reveal()}
            deny = 0.0.0.0/0.0.0.0
            permit = 127.0.0.1/255.255.255.255
            read = {read}
            write = {write}
            """);

    /// <summary>Whether it has that user already.</summary>
    public bool HasUser(string user) => new[] { "manager.conf", "manager_custom.conf", "manager_additional.conf" }
        .Select(In).Where(File.Exists).SelectMany(File.ReadLines)
        .Any(line => line.TrimStart().StartsWith($"[{user}]", StringComparison.Ordinal));

    /// <summary>Adds settings to a section of cel.conf.</summary>
    /// <param name="isThere">Whether the section is there already.</param>
    public void AddCel(string section, string settings, bool isThere) =>
        Append(IsFreePbx ? "cel_general_custom.conf" : "cel.conf", $"[{section}]{(isThere ? "(+)" : "")}\n{settings}");

    /// <summary>Runs a command of Asterisk's own command line.</summary>
    /// <exception cref="TrustedProgramException">It does not start.</exception>
    public async Task<string> CommandAsync(string command, CancellationToken token) => Encoding.UTF8.GetString(
        (await new TrustedProgram(Program, "Name Asterisk's program by --asterisk-program.")
            .RunAsync(["-rx", command], [], Limit, token)).Output);

    private string In(string file) => System.IO.Path.Combine(Path, file);

    // The file as it was stays beside it, once.
    private void Append(string name, string text)
    {
        var file = In(name);
        if (File.Exists(file) && !File.Exists(file + Kept))
            File.Copy(file, file + Kept);
        File.AppendAllText(file, $"\n; added by itgrix setup\n{text.TrimEnd()}\n");
    }
}
