using Itgrix.Runtime.Configuration;

namespace Itgrix.Runtime.Php;

/// <summary>The PHP settings that hooks run with, whatever php.ini has.</summary>
internal static class PhpSettings
{
    // What PHP has to say goes to standard error, so to our log: what is printed may be the reply.
    private static readonly string[] Always =
        ["display_errors=0", "log_errors=1", "error_log=", "html_errors=0"];

    // The command line has these whatever php.ini says; or they are none of its business, but php-cgi would heed them.
    private static readonly string[] AsCommandLine =
    [
        "max_execution_time=0", "max_input_time=-1", "output_buffering=0", "register_argc_argv=1",
        "zlib.output_compression=0", "user_ini.filename=", "doc_root=", "user_dir=", "expose_php=0",
        "cgi.fix_pathinfo=0", "fastcgi.logging=0", "apc.enabled=0",
    ];

    // Nothing that one call opened may be there for the next.
    private static readonly string[] NothingKept = ["mysqli.allow_persistent=0", "pgsql.allow_persistent=0", "odbc.allow_persistent=0"];

    // For the bridge alone, which switches it off for what it includes.
    private static readonly string[] Cache =
    [
        "opcache.enable=1", "opcache.memory_consumption=16", "opcache.interned_strings_buffer=4", "opcache.jit=disable",
        "opcache.preload=", "opcache.file_cache=",
    ];

    public static IReadOnlyList<string> ForProcess(CustomizerOptions options) => Arguments(options, []);

    public static IReadOnlyList<string> ForWorker(CustomizerOptions options) =>
        Arguments(options, [.. AsCommandLine, .. NothingKept, .. Cache]);

    private static List<string> Arguments(CustomizerOptions options, IEnumerable<string> more) =>
        [.. Always.Append($"memory_limit={options.Memory}").Concat(more).SelectMany(setting => new[] { "-d", setting })];
}
