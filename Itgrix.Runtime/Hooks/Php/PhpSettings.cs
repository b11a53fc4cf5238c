namespace Itgrix.Runtime.Hooks.Php;

/// <summary>The PHP settings of hooks, which override php.ini.</summary>
internal static class PhpSettings
{
    // PHP's messages go to standard error and so to our log: standard output may be the reply.
    private static readonly string[] Always =
        ["display_errors=0", "log_errors=1", "error_log=", "html_errors=0"];

    // The command line has these whatever php.ini says; or they do not concern it, but php-cgi would apply them.
    private static readonly string[] AsCommandLine =
    [
        "max_execution_time=0", "max_input_time=-1", "output_buffering=0", "register_argc_argv=1",
        "zlib.output_compression=0", "user_ini.filename=", "doc_root=", "user_dir=", "expose_php=0",
        "cgi.fix_pathinfo=0", "fastcgi.logging=0", "apc.enabled=0",
    ];

    // Nothing that one call opened may remain for the next.
    private static readonly string[] NothingKept =
        ["mysqli.allow_persistent=0", "pgsql.allow_persistent=0", "odbc.allow_persistent=0"];

    // They would change the worker for later calls, or fork it. Disabled here, they send a file to a process.
    private static readonly string[] NotForWorkers =
    [
        "pcntl_fork", "pcntl_rfork", "pcntl_forkx", "pcntl_unshare", "pcntl_setns", "pcntl_exec", "pcntl_signal",
        "pcntl_sigprocmask", "pcntl_alarm", "pcntl_setpriority", "pcntl_setcpuaffinity", "pcntl_async_signals",
        "pcntl_wait", "pcntl_waitpid",
        "proc_nice", "chroot", "dl", "pfsockopen", "readline", "readline_add_history", "readline_read_history",
        "posix_setuid", "posix_setgid", "posix_seteuid", "posix_setegid", "posix_initgroups", "posix_setsid",
        "posix_setpgid", "posix_setrlimit", "cli_set_process_title",
    ];

    // For the bridge alone, which disables it for the files that it includes.
    private static readonly string[] Cache =
    [
        "opcache.enable=1", "opcache.memory_consumption=16", "opcache.interned_strings_buffer=4", "opcache.jit=disable",
        "opcache.preload=", "opcache.file_cache=",
    ];

    public static IReadOnlyList<string> ForProcess(CustomizerOptions options) => Arguments(options, []);

    /// <param name="disabled">The value of disable_functions in php.ini.</param>
    public static IReadOnlyList<string> ForWorker(CustomizerOptions options, string disabled) => Arguments(options,
        [.. AsCommandLine, .. NothingKept, .. Cache,
            $"disable_functions={string.Join(',', [disabled, .. NotForWorkers])}"]);

    private static List<string> Arguments(CustomizerOptions options, IEnumerable<string> more) =>
        [.. Always.Append($"memory_limit={options.Memory}").Concat(more)
            .SelectMany(setting => new[] { "-d", setting })];
}
