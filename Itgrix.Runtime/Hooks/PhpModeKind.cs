namespace Itgrix.Runtime.Hooks;

/// <summary>How a PHP file runs.</summary>
internal enum PhpModeKind
{
    /// <summary>In a php-cgi worker that serves one call after another, each in a PHP request of its own.</summary>
    Warm,

    /// <summary>In a process that is forked for each call from a PHP of the command line.</summary>
    Fork,

    /// <summary>In a separate <c>php</c> process for each call.</summary>
    Process,
}
