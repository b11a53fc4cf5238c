namespace Itgrix.Runtime.Platform.Files;

/// <summary>What a path leads to.</summary>
internal enum FileKind
{
    Regular,
    Directory,
    Other,

    /// <summary>It may be there, but the service cannot look: no permission, or links that go round.</summary>
    Unreadable,
}
