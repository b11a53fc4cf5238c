using Itgrix.Runtime.Platform.Files;

namespace Itgrix.Runtime.Hooks;

/// <summary>Where the last good version of each hook file outlives the process.</summary>
internal interface IVersionStore<T> where T : class
{
    /// <summary>The folder it lies in.</summary>
    PrivateFolder Folder { get; }

    /// <summary>The newest version that was good, of whatever content; <c>null</c> when none is kept.</summary>
    T? LastGood(string file);

    /// <summary>Deletes every version of a file that was removed.</summary>
    void Forget(string file);
}
