namespace Itgrix.Runtime.Platform.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    Regular,
    Directory,
    Other,

    /// <summary>It may exist, but the service cannot check: no permission, or circular links.</summary>
    Unreadable,
}
