<?php
/*
 * Runs one PHP hook for one call, as the original connector did: $params is there, what the file returns is the reply.
 * Started by the runtime; README.md beside this file says how and what it keeps. Must parse on PHP 5.4.
 *
 * fd 4, read:    {"file": "/abs/hook.php", "source_bytes": N, "params_bytes": M} "\n", N bytes of source, M of params
 * fd 3, written: {"returned": <value>} or {"error": "..."}; nothing if the hook ended the process
 * In a worker that lives on after the call, other descriptors: warm.php. With the argument "fork" it is the parent of
 * such processes: fork.php.
 */
final class ItgrixPhpBridge
{
    const DEPTH = 4096;

    public $context;

    private static $file;
    private static $source;
    private static $output;
    private static $isWarm;
    private static $isForked;

    private $text;
    private $position = 0;

    public static function start()
    {
        self::$isWarm = PHP_SAPI !== 'cli';
        self::$isForked = class_exists('ItgrixForkServer', false);
        if (self::$isWarm) {
            require __DIR__ . '/warm.php';
            $header = ItgrixWarmCall::header();
            $input = STDIN;
        } else {
            $input = @fopen('php://fd/4', 'rb');
            $header = $input ? json_decode((string) fgets($input), true) : null;
        }
        if (!isset($header['file'], $header['source_bytes'], $header['params_bytes'])) {
            self::refuse('this file is started by the Itgrix runtime, with the hook on file descriptor 4 and the reply '
                . 'on 3. To run a hook by hand: ./run.sh hook CRM/NAME < input.json');
        }
        self::$output = self::$isWarm ? ItgrixWarmCall::output() : @fopen('php://fd/3', 'wb');
        if (!self::$output) {
            self::refuse('file descriptor 3, for the reply, is not open');
        }
        self::$file = $header['file'];
        self::$source = self::withoutShebang(self::read($input, $header['source_bytes']));
        $params = json_decode(self::read($input, $header['params_bytes']), true, self::DEPTH);
        if (json_last_error() !== JSON_ERROR_NONE) {
            $why = 'the input is not valid JSON: ' . self::jsonError();
            self::send(self::json(array('error' => $why)));
            self::refuse($why);
        }
        $GLOBALS['params'] = $params;
        self::actAsMainScript();
        if (self::$isWarm) {
            ItgrixWarmCall::actAsCommandLine(self::$file);
        }
    }

    /** What to include: a name of its own, which no opcode cache keeps, and which opens as the hook's path, once. */
    public static function file()
    {
        stream_wrapper_register('itgrix', __CLASS__);

        return 'itgrix://hook';
    }

    public static function reply($returned)
    {
        // json_encode writes floats by the second setting from PHP 7.1 on and by the first before.
        $precision = ini_set('precision', '17');
        $serializePrecision = ini_set('serialize_precision', PHP_VERSION_ID < 70100 ? '17' : '-1');
        $json = self::encode($returned);
        ini_set('precision', $precision);
        ini_set('serialize_precision', $serializePrecision);
        self::send($json);
        if (self::$isForked) {
            ItgrixForkServer::replied();
        }
    }

    private static function actAsMainScript()
    {
        $GLOBALS['argv'] = $_SERVER['argv'] = array(self::$file);
        $GLOBALS['argc'] = $_SERVER['argc'] = 1;
        foreach (array('SCRIPT_FILENAME', 'SCRIPT_NAME', 'PHP_SELF', 'PATH_TRANSLATED') as $name) {
            $_SERVER[$name] = self::$file;
        }
    }

    /** An included file's first line "#!..." would be output; blanked like this, all lines and offsets stay. */
    private static function withoutShebang($source)
    {
        if (strncmp($source, '#!', 2) !== 0) {
            return $source;
        }
        $length = strcspn($source, "\n");
        if (preg_match('/\G\n<\?php(?=\s|$)/i', $source, $tag, 0, $length)) {
            return '<?php' . str_repeat(' ', $length) . "\n" . substr($source, $length + 6);
        }

        return '<?php' . str_repeat(' ', max(1, $length - 7)) . '?>' . substr($source, $length);
    }

    private static function read($input, $length)
    {
        $text = '';
        while (strlen($text) < $length) {
            $part = fread($input, $length - strlen($text));
            if ($part === false || $part === '') {
                self::refuse('file descriptor 4 ended ' . ($length - strlen($text)) . ' bytes too early');
            }
            $text .= $part;
        }

        return $text;
    }

    private static function refuse($why)
    {
        file_put_contents('php://stderr', 'bridge.php: ' . $why . "\n");
        exit(2);
    }

    private static function send($json)
    {
        $json = self::$isWarm ? ItgrixWarmCall::marked($json) : $json;
        for ($sent = 0; $sent < strlen($json); $sent += $written) {
            $written = @fwrite(self::$output, substr($json, $sent));
            if (!$written) {
                self::refuse('the reply could not be written to file descriptor 3');
            }
        }
    }

    private static function encode($returned)
    {
        try {
            // Before PHP 5.5 json_encode replaces what it cannot encode without saying so.
            $json = PHP_VERSION_ID < 50500 ? false : self::json(array('returned' => $returned));

            return $json === false ? self::encodePlain($returned) : $json;
        } catch (Exception $unencodable) {
        } catch (Throwable $unencodable) {
        }
        $why = $unencodable->getMessage();
        $why = preg_match('//u', $why) ? $why : get_class($unencodable);

        return self::json(array('error' => 'the returned value cannot be sent as JSON: ' . $why));
    }

    private static function encodePlain($returned)
    {
        $infinity = uniqid('infinity', true);
        $json = self::json(array('returned' => self::plain($returned, array(), $infinity)));
        if ($json === false) {
            throw new UnexpectedValueException(self::jsonError());
        }

        return str_replace(array("\"+$infinity\"", "\"-$infinity\""), array('1e999', '-1e999'), $json);
    }

    private static function json($value)
    {
        // Whole floats without ".0", as json_encode writes them: round() and ceil() return floats, meant as integers.
        $flags = JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE;
        $json = PHP_VERSION_ID < 50500 ? json_encode($value, $flags) : json_encode($value, $flags, self::DEPTH + 2);

        return json_last_error() === JSON_ERROR_NONE ? $json : false;
    }

    /** The value in types that json_encode takes, infinities marked; throws with the place of what has no JSON. */
    private static function plain($value, $path, $infinity)
    {
        $place = $path ? implode('.', array_slice($path, 0, 8)) : 'the returned value';
        if (count($path) > self::DEPTH) {
            throw new UnexpectedValueException("$place contains itself, or is nested too deep");
        }
        if (is_float($value) && (is_infinite($value) || is_nan($value))) {
            return is_nan($value) ? null : ($value > 0 ? '+' : '-') . $infinity;
        }
        if (is_string($value)) {
            return self::checked($value, $place);
        }
        if (is_resource($value) || gettype($value) === 'resource (closed)') {
            throw new UnexpectedValueException("a resource in $place");
        }
        $json = is_object($value) ? self::json($value) : false;
        if ($json !== false) {
            return json_decode($json);
        }
        if ($value instanceof JsonSerializable) {
            return self::plain($value->jsonSerialize(), $path, $infinity);
        }
        if ($value instanceof UnitEnum) {
            throw new UnexpectedValueException("an enum without a value in $place");
        }
        if (!is_array($value) && !is_object($value)) {
            return $value;
        }
        $plain = array();
        foreach (is_object($value) ? get_object_vars($value) : $value as $key => $item) {
            self::checked((string) $key, "a key of $place");
            $plain[$key] = self::plain($item, array_merge($path, array($key)), $infinity);
        }

        return is_object($value) ? (object) $plain : $plain;
    }

    private static function checked($text, $place)
    {
        if (!preg_match('//u', $text)) {
            throw new UnexpectedValueException("invalid UTF-8 in $place (iconv('CP1251', 'UTF-8', ...) converts)");
        }

        return $text;
    }

    private static function jsonError()
    {
        return function_exists('json_last_error_msg') ? json_last_error_msg() : 'error ' . json_last_error();
    }

    public function stream_open($path, $mode, $options, &$opened)
    {
        stream_wrapper_unregister('itgrix');
        $opened = realpath(self::$file) ?: self::$file;
        $this->text = self::$source;
        self::$source = null;

        return true;
    }

    public function stream_read($count)
    {
        $part = (string) substr($this->text, $this->position, $count);
        $this->position += strlen($part);

        return $part;
    }

    public function stream_eof()
    {
        return $this->position >= strlen($this->text);
    }

    public function stream_stat()
    {
        return array('size' => strlen($this->text));
    }

    public function stream_set_option($option, $first, $second)
    {
        return false;
    }
}

if (isset($argv[1]) && $argv[1] === 'fork' && PHP_SAPI === 'cli') {
    require __DIR__ . '/fork.php';
    ItgrixForkServer::serve();
}
ItgrixPhpBridge::start();
ItgrixPhpBridge::reply(include ItgrixPhpBridge::file());
