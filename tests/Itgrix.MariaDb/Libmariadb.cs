using System.Runtime.InteropServices;

namespace Itgrix.MariaDb;

/// <summary>The functions of libmariadb.so.3 that are used.</summary>
internal static unsafe partial class Libmariadb
{
    public const int SetCharset = 7;

    private const string Library = "libmariadb.so.3";

    [LibraryImport(Library, EntryPoint = "mysql_init")]
    public static partial nint Init(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_options", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Option(nint mysql, int option, string value);

    [LibraryImport(Library, EntryPoint = "mysql_real_connect", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Connect(
        nint mysql, string? host, string? user, string? password, string? database, uint port, string? socket, nuint flags);

    [LibraryImport(Library, EntryPoint = "mysql_real_query")]
    public static partial int Query(nint mysql, byte* text, nuint length);

    [LibraryImport(Library, EntryPoint = "mysql_real_escape_string")]
    public static partial nuint Escape(nint mysql, byte* to, byte* from, nuint length);

    [LibraryImport(Library, EntryPoint = "mysql_store_result")]
    public static partial nint StoreResult(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_num_fields")]
    public static partial uint FieldCount(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_fetch_fields")]
    public static partial Field* Fields(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_fetch_row")]
    public static partial byte** Row(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_fetch_lengths")]
    public static partial nuint* Lengths(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_free_result")]
    public static partial void FreeResult(nint result);

    [LibraryImport(Library, EntryPoint = "mysql_affected_rows")]
    public static partial ulong AffectedRows(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_errno")]
    public static partial int ErrorNumber(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_error")]
    public static partial byte* ErrorText(nint mysql);

    [LibraryImport(Library, EntryPoint = "mysql_close")]
    public static partial void Close(nint mysql);

    /// <summary>The fields of MYSQL_FIELD we read, as a 64-bit system lays it out.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 128)]
    public struct Field
    {
        [FieldOffset(0)] public byte* Name;
        [FieldOffset(112)] public int Type;
    }
}
