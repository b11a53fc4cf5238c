using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Itgrix.MariaDb;

/// <summary>A connection through a unix socket: <c>Server=/folder/socket;User ID=root;Database=cdr</c>.</summary>
public sealed class MariaDbConnection : DbConnection
{
    private DbConnectionStringBuilder _parts = [];

    [AllowNull]
    public override string ConnectionString
    {
        get => _parts.ConnectionString;
        set => _parts = new() { ConnectionString = value };
    }

    public override string Database => Part("Database") ?? "";

    public override string DataSource => Part("Server") ?? "";

    public override string ServerVersion => "";

    public override ConnectionState State => Handle == 0 ? ConnectionState.Closed : ConnectionState.Open;

    internal nint Handle { get; private set; }

    public override void Open()
    {
        Handle = Libmariadb.Init(0);
        _ = Libmariadb.Option(Handle, Libmariadb.SetCharset, "utf8mb4");
        if (Libmariadb.Connect(Handle, null, Part("User ID"), Part("Password"), Part("Database"), 0, DataSource, 0) != 0)
            return;
        var error = Error();
        Close();
        throw error;
    }

    public override void Close()
    {
        if (Handle != 0)
            Libmariadb.Close(Handle);
        Handle = 0;
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException();

    internal unsafe MariaDbException Error() =>
        new(Marshal.PtrToStringUTF8((nint)Libmariadb.ErrorText(Handle)) ?? "", Libmariadb.ErrorNumber(Handle));

    internal void Run(string statement)
    {
        using var command = CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    protected override DbCommand CreateDbCommand() => new MariaDbCommand(this);

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel)
    {
        Run("START TRANSACTION");
        return new Transaction(this);
    }

    protected override void Dispose(bool disposing)
    {
        Close();
        base.Dispose(disposing);
    }

    private string? Part(string name) => _parts.TryGetValue(name, out var value) ? value.ToString() : null;

    private sealed class Transaction(MariaDbConnection connection) : DbTransaction
    {
        public override IsolationLevel IsolationLevel => IsolationLevel.RepeatableRead;

        protected override DbConnection DbConnection => connection;

        public override void Commit() => connection.Run("COMMIT");

        public override void Rollback() => connection.Run("ROLLBACK");
    }
}
