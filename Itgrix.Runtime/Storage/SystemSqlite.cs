using System.Runtime.InteropServices;
using SQLitePCL;

namespace Itgrix.Runtime.Storage;

/// <summary>Makes Microsoft.Data.Sqlite use the system's SQLite, which the distribution keeps up to date.</summary>
internal static class SystemSqlite
{
    private const string Library = "libsqlite3.so.0";

    private static readonly Lazy<bool> Set = new(() =>
    {
        var library = NativeLibrary.Load(Library);
        var provider = typeof(SQLite3Provider_e_sqlite3).Assembly;
        NativeLibrary.SetDllImportResolver(provider, (name, _, _) => name == "e_sqlite3" ? library : 0);
        raw.SetProvider(new SQLite3Provider_e_sqlite3());
        return true;
    });

    /// <summary>To be called before the first connection; later calls cost nothing.</summary>
    /// <exception cref="DllNotFoundException">The system has no SQLite: install libsqlite3-0.</exception>
    public static void Use() => _ = Set.Value;
}
