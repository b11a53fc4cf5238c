using Itgrix.Hooks;
using Itgrix.Runtime.Crms.Bitrix24;
using Itgrix.Runtime.Crms.Kommo;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Platform.Configuration;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary>A temporary folder for the demo, with active sample hooks.</summary>
internal sealed class DemoFolder : IDisposable
{
    // The shipped examples that work without a change, or a network.
    private static readonly string[] Examples =
    [
        "customizations/bitrix24/process_client_phone.phone_format.csx",
        "customizations/bitrix24/process_final_params.no_chat_for_short_calls.csx",
        "customizations/bitrix24/customize_show_call_card.only_on_answer.csx",
        "customizations/kommo/process_contact_creation_params.tags.csx",
        "customizations/kommo/process_task_creation_params.deadline.csx",
        "php-compat/examples/bitrix24/need_registration.black_list.php",
        "php-compat/examples/kommo/need_registration.black_list.php",
    ];

    private readonly string _path = Directory.CreateTempSubdirectory("itgrix-demo-").FullName;

    /// <param name="home">The project's folder.</param>
    public DemoFolder(string home)
    {
        foreach (var example in Examples.Select(name => Path.Combine(home, name)).Where(File.Exists))
        {
            var hook = Path.GetFileName(example).Split('.')[0];
            var crm = Path.GetFileName(Path.GetDirectoryName(example)!);
            Directory.CreateDirectory(Path.Combine(Customizations, crm));
            File.Copy(example, Path.Combine(Customizations, crm, hook + Path.GetExtension(example)));
        }
        AuthorFiles.Install(Customizations);
    }

    /// <summary>The folder of hooks.</summary>
    public string Customizations => Path.Combine(_path, "customizations");

    /// <summary>The service's configuration for the simulators.</summary>
    public ItgrixConfig Configure(SandboxProcess sandbox) => new()
    {
        Customizer = new() { Folders = [new(Customizations, null)] },
        Asterisk = new()
        {
            Ami = new()
            {
                Host = "127.0.0.1", Port = int.Parse(sandbox.After("Asterisk: ")), User = "itgrix",
                Secret = new("itgrix")
            },
            TimeZone = TimeZoneInfo.Utc,
        },
        Outbox = new() { File = Path.Combine(_path, "outbox.db") },
        Http = new() { Port = 0 },
        Bitrix24 = new()
        {
            Webhook = new(sandbox.After("Webhook: ")),
            RequestsPerSecond = 1000,
            Burst = 1000,
            // The recordings of the captured calls are not on this machine.
            Calls = new() { DefaultUser = 1, Recording = RecordingMode.None },
        },
        Kommo = new()
        {
            Account = new(sandbox.After("Account: ")),
            LongLivedToken = new(sandbox.After("Token: ")),
            RequestsPerSecond = 1000,
            Tokens = Path.Combine(_path, "kommo.tokens.json"),
            Calls = new()
            {
                DefaultUser = 501,
                Create = new(KommoClientKind.Lead, KommoClientKind.Contact),
                TaskOnMissed = new() { Incoming = true },
            },
        },
    };

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
