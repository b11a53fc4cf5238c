using System.Data.Common;
using MySqlConnector;

namespace Itgrix.Tests.Support;

/// <summary>A MariaDB server of Debian's package, with a database named as FreePBX names it.</summary>
internal sealed class MariaDbServer : DatabaseServer
{
    private const string Database = "asteriskcdrdb";

    public MariaDbServer()
        : base("mysql")
    {
        var data = Path.Combine(Folder, "data");
        RunAsUser(
            "mariadb-install-db", "--no-defaults", $"--datadir={data}", "--auth-root-authentication-method=normal",
            "--skip-test-db");
        Start("ready for connections", "/usr/sbin/mariadbd", "--no-defaults", $"--datadir={data}", $"--socket={Socket}",
            $"--pid-file={Path.Combine(Folder, "pid")}", "--skip-networking", "--innodb-flush-log-at-trx-commit=0",
            "--innodb-buffer-pool-size=16M");
        using var connection = Connect("");
        using var command = connection.CreateCommand();
        command.CommandText = $"CREATE DATABASE {Database} CHARACTER SET utf8mb4";
        command.ExecuteNonQuery();
    }

    public string ConnectionString => StringFor(Database);

    private string Socket => Path.Combine(Folder, "socket");

    /// <summary>An open connection.</summary>
    public DbConnection Connect(string database = Database)
    {
        var connection = new MySqlConnection(StringFor(database));
        connection.Open();
        return connection;
    }

    private string StringFor(string database) => $"Server={Socket};User ID=root;Database={database}";
}
