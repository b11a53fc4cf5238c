namespace Itgrix.Tests.Support;

/// <summary>A PostgreSQL server of Debian's package.</summary>
internal sealed class PostgreSqlServer : DatabaseServer
{
    private const string Packages = "/usr/lib/postgresql";

    public PostgreSqlServer()
        : base("postgres")
    {
        var data = Path.Combine(Folder, "data");
        RunAsUser(Program("initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Start("ready to accept connections", Program("postgres"), "-D", data, "-k", Folder,
            "-c", "listen_addresses=", "-c", "fsync=off", "-c", "logging_collector=off");
    }

    public string ConnectionString => $"Host={Folder};Username=postgres;Database=postgres";

    private static string Program(string name) =>
        Directory.EnumerateDirectories(Packages).Select(version => Path.Combine(version, "bin", name)).Where(File.Exists).Order().Last();
}
