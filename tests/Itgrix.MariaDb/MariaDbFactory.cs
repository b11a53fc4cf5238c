using System.Data.Common;

namespace Itgrix.MariaDb;

/// <summary>
/// A small ADO.NET provider over Debian's libmariadb3, which the tests give to the service as a customer gives his:
/// as a file in a folder.
/// </summary>
public sealed class MariaDbFactory : DbProviderFactory
{
    public static readonly MariaDbFactory Instance = new();

    private MariaDbFactory()
    {
    }

    public override DbConnection CreateConnection() => new MariaDbConnection();
}

/// <summary>What the server or the library says.</summary>
public sealed class MariaDbException(string message, int number) : DbException(message, number)
{
    private const int ServerGone = 2006, ServerLost = 2013, NoServer = 2002, NoHost = 2003;

    public override bool IsTransient => ErrorCode is ServerGone or ServerLost or NoServer or NoHost;
}
