<?php
/*
 * What bridge.php needs in a php-cgi worker: one call of many, each in a request of its own. Must parse on PHP 5.4.
 *
 * fd 0, read:    the length of the header in 8 digits, the header of bridge.php with a "mark" that nobody can guess,
 *                source and params; then, up to the end, what the hook finds as its standard input
 * fd 1, written: mark, a JSON text of bridge.php or {"status": 255}, "\n"; amid what the hook itself writes there
 */
final class ItgrixWarmCall
{
    private static $mark;
    private static $output;
    private static $ended = false;
    private static $threw = false;

    /** The call's header; its other parts are to be read from STDIN next. */
    public static function header()
    {
        // A cache that knows a file by the second of its change is no match for people who edit.
        ini_set('opcache.enable', '0');
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
        self::$ended = true;

        return self::$mark . $json . "\n";
    }

    /** Leaves the hook what it would find on the command line. */
    public static function actAsCommandLine($file)
    {
        stream_set_read_buffer(STDIN, 8192);
        define('STDOUT', fopen('php://stdout', 'wb'));
        define('STDERR', fopen('php://stderr', 'wb'));
        foreach (array('FCGI_ROLE', 'REQUEST_METHOD') as $name) {
            unset($_SERVER[$name], $_ENV[$name]);
        }
        unset($_ENV['SCRIPT_FILENAME']);
        $_SERVER['DOCUMENT_ROOT'] = '';
        chdir(dirname($file));
    }

    public static function threw()
    {
        self::$threw = true;
    }

    /** The first shutdown function: tells what the exit code would have been after an error. */
    public static function end()
    {
        $fatal = E_ERROR | E_PARSE | E_CORE_ERROR | E_COMPILE_ERROR | E_USER_ERROR | E_RECOVERABLE_ERROR;
        $last = error_get_last();
        if (self::$output && !self::$ended && (self::$threw || ($last && $last['type'] & $fatal))) {
            fwrite(self::$output, self::$mark . "{\"status\": 255}\n");
        }
    }
}
