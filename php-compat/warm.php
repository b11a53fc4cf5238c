<?php
/*
 * What bridge.php needs in a php-cgi worker: one call of many, each in a request of its own. Must parse on PHP 5.4.
 *
 * fd 0, read:    the length of the header in 8 digits, the header of bridge.php with a "mark" that nobody can guess,
 *                source and params; then, up to the end, what the hook finds as its standard input
 * fd 1, written: mark, a JSON text of bridge.php or {"ended": status, "heavy": 0 or 1, "files": [included files]},
 *                "\n"; amid what the hook itself writes there
 */
final class ItgrixWarmCall
{
    // PHP keeps about half of what a call needed, and counts it for the next one's memory_limit.
    const HEAVY = 33554432;

    private static $mark;
    private static $output;
    private static $folder;
    private static $replied = false;

    /** The call's header; its other parts are to be read from STDIN next. */
    public static function header()
    {
        // A cache that knows a file by the second of its change is no match for people who edit.
        ini_set('opcache.enable', '0');
        // The command line has it whatever php.ini says; nothing is flushed for it here.
        ini_set('implicit_flush', '1');
        // What paths lead to was remembered in earlier calls.
        clearstatcache(true);
        register_shutdown_function(array(__CLASS__, 'end'));
        define('STDIN', fopen('php://stdin', 'rb'));
        // Not a byte of the hook's own input may be taken with the call.
        stream_set_read_buffer(STDIN, 0);
        $length = (string) fread(STDIN, 8);
        $header = ctype_digit($length) ? json_decode((string) fread(STDIN, (int) $length), true) : null;
        self::$mark = $header['mark'];
        self::$output = fopen('php://stdout', 'wb');

        return $header;
    }

    public static function output()
    {
        return self::$output;
    }

    public static function marked($json)
    {
        self::$replied = true;
        self::$folder = getcwd();
        // The hook, or a program that it started, may have changed that for all who share the descriptor.
        stream_set_blocking(self::$output, true);

        return self::$mark . $json . "\n";
    }

    /** Leaves the hook what it would find on the command line. */
    public static function actAsCommandLine($file)
    {
        stream_set_read_buffer(STDIN, 8192);
        define('STDOUT', fopen('php://stdout', 'wb'));
        define('STDERR', fopen('php://stderr', 'wb'));
        $names = explode(' ', $_SERVER['ITGRIX_ONLY_HERE']);
        if (stripos(ini_get('variables_order'), 'E') !== false) {
            // Written here, the variable would be there for all files, as PHP makes it for those that name it.
            eval('$_ENV = array_diff_key($_ENV, array_flip($names));');
        }
        foreach ($names as $name) {
            unset($_SERVER[$name]);
            putenv($name);
        }
        $_SERVER['DOCUMENT_ROOT'] = '';
        self::$folder = dirname($file);
        chdir(self::$folder);
    }

    /** The first shutdown function: tells how the process of a call of its own would have ended. */
    public static function end()
    {
        // php-cgi has left it by now.
        chdir(self::$folder);
        $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
        $last = error_get_last();
        $status = !self::$replied && $last && $last['type'] & $fatal ? 255 : 0;
        $heavy = memory_get_peak_usage(true) > self::HEAVY || self::keepsAStream() ? 1 : 0;
        // bridge.php, this file and the hook come first.
        $files = array_slice(get_included_files(), 3);
        if (self::$output && ($status + $heavy > 0 || $files)) {
            $files = json_encode($files, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE) ?: '[]';
            stream_set_blocking(self::$output, true);
            fwrite(self::$output, self::$mark . "{\"ended\": $status, \"heavy\": $heavy, \"files\": $files}\n");
        }
    }

    private static function keepsAStream()
    {
        return PHP_VERSION_ID >= 70000 && get_resources('persistent stream');
    }
}
