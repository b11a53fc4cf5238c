namespace Itgrix.Runtime.Platform.Storage;

/// <summary>What a database error means for the operation that failed.</summary>
internal enum StorageFailure
{
    /// <summary>It is not a database error.</summary>
    None,

    /// <summary>The database is stopped, locked, full or unreachable: a retry succeeds once it is back.</summary>
    Away,

    /// <summary>A person has to fix it: a right, a password, a damaged file. Then a retry succeeds.</summary>
    Unusable,

    /// <summary>The database works, but this row cannot be written or read.</summary>
    BadRow,
}
