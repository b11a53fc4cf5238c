namespace Itgrix.Tests.Support;

/// <summary>A PostgreSQL server of Debian's package.</summary>
internal sealed class PostgreSqlServer : DatabaseServer
{
    private const string Packages = "/usr/lib/postgresql";

    public PostgreSqlServer()
        : base("postgres")
    {
        RunAsUser(
            Program("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
        Start();
    }

    public string ConnectionString => $"Host={Folder};Username=postgres;Database=postgres";

    private string Data => Path.Combine(Folder, "data");

    public void Start() => Start("ready to accept connections", Program("postgres"), "-D", Data, "-k", Folder,
        "-c", "listen_addresses=", "-c", "fsync=off", "-c", "logging_collector=off");

    /// <summary>A crash: nothing is finished, connections are lost, the next start recovers from the log.</summary>
    public void Crash() => Stop("-QUIT");

    private static string Program(string name) =>
        Directory.EnumerateDirectories(Packages).Select(version => Path.Combine(version, "bin", name))
            .Where(File.Exists).Order().Last();
}
