<?php
/*
 * Looks in a hook file, and the files that it includes, for what is different in a worker.
 * Nothing of them runs. Must parse on PHP 5.4.
 *
 * stdin:  {"file": "/abs/hook.php", "functions": [...], "classes": [...], "constants": [...], "files": [...]} "\n", the
 *         file's text; "files" were included by it before
 * stdout: {"found": ["/abs/hook.php:3: php_sapi_name"], "files": ["/abs/lib.php", ...], "absent": [...],
 *         "warnings": [["/abs/hook.php", 3, "each() is gone"]]}; absent are files that it would include
 */
require __DIR__ . '/inspect_paths.php';
require __DIR__ . '/inspect_warnings.php';

final class ItgrixInspection
{
    const MOST_FILES = 200;

    // They exist in a worker too, but say something else there, or keep something for later calls.
    private static $functions = array(
        'php_sapi_name', 'phpinfo', 'http_response_code', 'headers_list', 'getlastmod', 'getmyinode',
        'opcache_get_status', 'getmypid', 'posix_getpid', 'socket_last_error', 'posix_get_last_error', 'posix_errno',
        'openssl_error_string', 'textdomain', 'bindtextdomain', 'bind_textdomain_codeset', 'mb_regex_set_options',
        'mb_regex_encoding',
    );
    // Connections that later calls would get; a socket, a database or a cache may have such a method too.
    private static $kept = '~pconnect$|_popen$|^(?:ATTR|STREAM_CLIENT)_PERSISTENT$~i';
    // With one of these the value of an expression may be a number.
    private static $choices = '~^(?:\?|\?\?|\+|-|\*|/|%|\*\*|&|\||\^|<<|>>|<=>|match)$~i';
    private static $strings = '~php://fd/|/dev/fd/|/proc/self|/dev/std(in|out|err)~';
    private static $texts = array(
        'json_encode', 'sprintf', 'print_r', 'var_export', 'implode', 'trim', 'strval', 'number_format', 'str_repeat',
    );

    private $names;
    private $constants;
    private $file;
    private $tokens;
    private $folderLine;
    private $paths;
    private $warnings;
    private $found = array();
    private $seen = array();
    private $absent = array();

    public static function run($input)
    {
        $header = json_decode((string) fgets($input), true);
        $inspection = new self($header);

        return $inspection->inspect($header['file'], stream_get_contents($input), $header['files']);
    }

    private function __construct($header)
    {
        $names = array_merge(self::$functions, $header['functions'], $header['classes']);
        $this->names = array_flip(array_map('strtolower', $names));
        $this->constants = array_flip($header['constants']);
    }

    private function inspect($main, $text, $known)
    {
        $this->paths = new ItgrixPaths($main);
        $this->warnings = new ItgrixWarnings;
        $this->look(realpath($main) ?: $main, $text);
        foreach ($known as $path) {
            if (!$this->lookInto($path)) {
                $this->found[] = "$path, which it included and which is no file to be read,";
            }
        }
        // What one file defines may be the path of another's include.
        do {
            $before = count($this->seen);
            $unknown = $this->follow();
        } while (count($this->seen) > $before && count($this->seen) < self::MOST_FILES);
        if (count($this->seen) >= self::MOST_FILES) {
            $unknown[] = "$main includes more files than can be read, which";
        }

        return array(
            'found' => array_merge($this->found, $unknown), 'files' => array_keys($this->seen),
            'absent' => array_keys($this->absent), 'warnings' => $this->warnings->all(!$unknown),
        );
    }

    /** The includes that may take a file that nobody has read. */
    private function follow()
    {
        $unknown = array();
        foreach ($this->paths->includes() as $include) {
            if ($include[2] === null) {
                $unknown[] = "$include[0]:$include[1]: an include whose file cannot be read off";
            }
            array_map(array($this, 'lookInto'), $include[2] ?: array());
        }

        return $unknown;
    }

    private function lookInto($path)
    {
        $file = realpath($path);
        if ($file === false || !is_file($file)) {
            if (count($this->absent) < self::MOST_FILES) {
                $this->absent[$path] = true;
            }

            return false;
        }
        if (!isset($this->seen[$file]) && count($this->seen) < self::MOST_FILES) {
            $this->seen[$file] = true;
            $this->look($file, (string) file_get_contents($file));
        }

        return true;
    }

    private function look($file, $text)
    {
        $this->file = $file;
        $this->tokens = array();
        $this->folderLine = null;
        $line = 1;
        foreach (@token_get_all($text) as $token) {
            $token = is_array($token) ? $token : array(null, $token, $line);
            $line = $token[2];
            if (!in_array($token[0], array(T_WHITESPACE, T_COMMENT, T_DOC_COMMENT), true)) {
                $this->tokens[] = $token;
            }
        }
        $this->paths->read($file, $this->tokens);
        $this->warnings->read($file, $this->tokens);
        foreach ($this->tokens as $at => $token) {
            $this->lookAt($at, $token);
        }
        // When shutdown functions run, php-cgi has forgotten the current folder.
        if (isset($this->folderLine) && stripos($text, 'register_shutdown_function') !== false) {
            $this->found($this->folderLine, 'chdir before shutdown functions');
        }
    }

    private function lookAt($at, $token)
    {
        $kind = is_int($token[0]) ? token_name($token[0]) : '';
        if (in_array($kind, array('T_STRING', 'T_NAME_QUALIFIED', 'T_NAME_FULLY_QUALIFIED'), true)) {
            $this->name($at, ltrim($token[1], '\\'), $token[2]);
        } elseif ($kind === 'T_CONSTANT_ENCAPSED_STRING' || $kind === 'T_ENCAPSED_AND_WHITESPACE') {
            $text = trim($token[1], '\'"');
            if (isset($this->names[strtolower(ltrim($text, '\\'))]) || preg_match(self::$strings, $text)) {
                $this->found($token[2], $text);
            }
        } elseif ($kind === 'T_EXIT' && $this->mayGiveACode($at + 1)) {
            $this->found($token[2], 'exit with a code');
        } elseif ($kind === 'T_EVAL') {
            $this->found($token[2], 'eval, whose code cannot be read off,');
        }
    }

    private function name($at, $name, $line)
    {
        $before = $at > 0 ? $this->text($at - 1) : '';
        if (preg_match(self::$kept, $name)) {
            $this->found($line, $name);
        }
        $isImport = strtolower($before) === 'function' && strtolower($this->text($at - 2)) === 'use';
        if (!$isImport && in_array(strtolower($before), array('->', '?->', '::', 'function', 'const', 'class', 'interface'), true)) {
            return;
        }
        if (strtolower($name) === 'chdir') {
            $this->folderLine = $line;
        }
        $text = trim($this->text($at + 2), '\'"');
        if (strtolower($name) === 'constant' && isset($this->constants[$text])) {
            $this->found($line, $text);
        }
        if ($this->isUnknown($at, strtolower($name))) {
            $this->found($line, "$name, whose code cannot be read off,");
        }
        $isStream = in_array($name, array('STDIN', 'STDOUT', 'STDERR'), true);
        if (isset($this->names[strtolower($name)]) || (isset($this->constants[$name]) && $this->text($at + 1) !== '(')) {
            $this->found($line, $name);
        } elseif ($isStream && $before === '(' && $at > 1 && strtolower($this->text($at - 2)) === 'fclose') {
            $this->found($line, "fclose($name)");
        }
    }

    /** Of a name that is computed, or an autoloader that finds files by itself. */
    private function isUnknown($at, $name)
    {
        if ($this->text($at + 1) !== '(') {
            return false;
        }
        $isPlain = $this->text($at + 3) === ')' && preg_match('~^[\'"]~', $this->text($at + 2));

        return $name === 'create_function' || $name === 'spl_autoload' || ($name === 'constant' && !$isPlain)
            || ($name === 'spl_autoload_register' && $this->text($at + 2) === ')');
    }

    /** Not for "exit", "exit()", "exit(0)" and what can only be a text, which is printed. */
    private function mayGiveACode($at)
    {
        if ($this->text($at) !== '(' || in_array($this->text($at + 1), array(')', '0'), true)) {
            return false;
        }
        $isText = in_array(strtolower(ltrim($this->text($at + 1), '\\')), self::$texts, true);
        for ($depth = 0, $isQuoted = false; isset($this->tokens[$at]); $at++) {
            $text = $this->text($at);
            $depth += $text === '(' || $text === '[' ? 1 : ($text === ')' || $text === ']' ? -1 : 0);
            if ($depth === 0) {
                return !$isText;
            }
            $isQuoted = $text === '"' ? !$isQuoted : $isQuoted;
            if ($depth === 1 && !$isQuoted && preg_match(self::$choices, $text)) {
                return true;
            }
            $isText = $isText || ($depth === 1 && ($text === '.' || $text[0] === '"' || $text[0] === "'"));
        }

        return true;
    }

    private function text($at)
    {
        return isset($this->tokens[$at]) ? $this->tokens[$at][1] : '';
    }

    private function found($line, $what)
    {
        $this->found[] = "$this->file:$line: $what";
    }
}

$flags = defined('JSON_INVALID_UTF8_SUBSTITUTE') ? JSON_INVALID_UTF8_SUBSTITUTE : 0;
echo json_encode(ItgrixInspection::run(STDIN), $flags);
