namespace Itgrix.Runtime.Platform.Storage;

/// <summary>What an error of a database means for what was to be written or read.</summary>
internal enum StorageFailure
{
    /// <summary>The error is none of a database.</summary>
    None,

    /// <summary>The database is stopped, locked, full or not reachable: the same succeeds once it is back.</summary>
    Away,

    /// <summary>A person has to mend it: a right, a password, a damaged file. Then the same succeeds.</summary>
    Unusable,

    /// <summary>The database works, but this row cannot be written or read.</summary>
    BadRow,
}
