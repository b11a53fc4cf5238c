using Itgrix.Runtime.Crms;
using Itgrix.Runtime.Crms.Simulation;
using Itgrix.Runtime.Hooks;
using Itgrix.Runtime.Service;

namespace Itgrix.Runtime.Cli;

/// <summary>A temporary folder for the demo, with active sample hooks.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly string _path = Directory.CreateTempSubdirectory("itgrix-demo-").FullName;

    /// <param name="home">The project's folder.</param>
    public DemoFolder(string home)
    {
        foreach (var example in CrmModules.All.SelectMany(module => module.Demo.Hooks)
            .Select(name => Path.Combine(home, name)).Where(File.Exists))
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
    /// <param name="asterisk">The port of the simulated Asterisk.</param>
    /// <param name="crms">The simulated CRMs.</param>
    public ItgrixConfig Configure(string asterisk, IReadOnlyDictionary<ICrmModule, ISimulatedCrm> crms) => new()
    {
        Customizer = new() { Folders = [new(Customizations, null)] },
        Asterisk = new()
        {
            Ami = new()
            {
                Host = "127.0.0.1", Port = int.Parse(asterisk), User = "itgrix",
                Secret = new("itgrix")
            },
            TimeZone = TimeZoneInfo.Utc,
        },
        Outbox = new() { File = Path.Combine(_path, "outbox.db") },
        Http = new() { Port = 0 },
        Crms = crms.ToDictionary(crm => crm.Key.Crm, crm => crm.Value.Connect(crm.Key.Demo.Options)),
    };

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
