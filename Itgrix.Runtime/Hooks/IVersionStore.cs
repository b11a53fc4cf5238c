using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>Keeps the last good version of each hook file across restarts.</summary>
internal interface IVersionStore<T> where T : class
{
    /// <summary>The folder of the versions.</summary>
    PrivateFolder Folder { get; }

    /// <summary>The last good version, whatever the file's content is now; <c>null</c> when none is stored.</summary>
    T? LastGood(string file);

    /// <summary>Deletes every version of a file that was removed.</summary>
    void Forget(string file);
}
