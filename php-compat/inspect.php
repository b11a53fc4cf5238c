<?php
/*
 * Looks in a hook file, and the files that it includes by a name written out, for what is different in a worker.
 * Nothing of them runs. Must parse on PHP 5.4.
 *
 * stdin:  {"file": "/abs/hook.php", "functions": [...], "classes": [...], "constants": [...]} "\n", the file's text
 * stdout: {"found": ["/abs/hook.php:3: php_sapi_name"], "files": ["/abs/lib.php", ...]}
 */
final class ItgrixInspection
{
    const MOST_FILES = 200;

    // They exist in a worker too, but say something else there, or keep something for later calls.
    private static $functions = array(
        'php_sapi_name', 'phpinfo', 'http_response_code', 'headers_list', 'getlastmod', 'getmyinode',
        'pg_pconnect', 'mysql_pconnect', 'odbc_pconnect', 'ibase_pconnect', 'opcache_get_status',
    );
    private static $strings = '~php://fd/|/dev/fd/|/proc/self|/dev/std(in|out|err)~';
    private static $texts = array(
        'json_encode', 'sprintf', 'print_r', 'var_export', 'implode', 'trim', 'strval', 'number_format', 'str_repeat',
    );

    private $names;
    private $constants;
    private $file;
    private $tokens;
    private $folderLine;
    private $found = array();
    private $queue = array();
    private $seen = array();

    public static function run($input)
    {
        $header = json_decode((string) fgets($input), true);
        $inspection = new self($header);

        return $inspection->inspect($header['file'], stream_get_contents($input));
    }

    private function __construct($header)
    {
        $names = array_merge(self::$functions, $header['functions'], $header['classes']);
        $this->names = array_flip(array_map('strtolower', $names));
        $this->constants = array_flip($header['constants']);
    }

    private function inspect($main, $text)
    {
        $this->look($main, $text);
        while (count($this->seen) < self::MOST_FILES && ($next = array_shift($this->queue)) !== null) {
            foreach (array(dirname($main), dirname($next[1])) as $folder) {
                $file = $next[0][0] === '/' ? $next[0] : $folder . '/' . $next[0];
                if (is_file($file) && !isset($this->seen[$file])) {
                    $this->seen[$file] = true;
                    $this->look($file, (string) file_get_contents($file));
                    break;
                }
            }
        }

        return array('found' => $this->found, 'files' => array_keys($this->seen));
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
        } elseif (in_array($kind, array('T_INCLUDE', 'T_INCLUDE_ONCE', 'T_REQUIRE', 'T_REQUIRE_ONCE'), true)) {
            $file = $this->literal($at + 1);
            if ($file !== '') {
                $this->queue[] = array($file, $this->file);
            }
        }
    }

    private function name($at, $name, $line)
    {
        $before = $at > 0 ? $this->text($at - 1) : '';
        if (in_array(strtolower($before), array('->', '?->', '::', 'function', 'const', 'class', 'interface'), true)) {
            return;
        }
        if (strtolower($name) === 'chdir') {
            $this->folderLine = $line;
        }
        $isStream = in_array($name, array('STDIN', 'STDOUT', 'STDERR'), true);
        if (isset($this->names[strtolower($name)]) || (isset($this->constants[$name]) && $this->text($at + 1) !== '(')) {
            $this->found($line, $name);
        } elseif ($isStream && $before === '(' && $at > 1 && strtolower($this->text($at - 2)) === 'fclose') {
            $this->found($line, "fclose($name)");
        }
    }

    /** Not for "exit", "exit()", "exit(0)" and a text, which is printed. */
    private function mayGiveACode($at)
    {
        if ($this->text($at) !== '(' || in_array($this->text($at + 1), array(')', '0'), true)) {
            return false;
        }
        if (in_array(strtolower(ltrim($this->text($at + 1), '\\')), self::$texts, true)) {
            return false;
        }
        for ($depth = 0; isset($this->tokens[$at]); $at++) {
            $text = $this->text($at);
            $depth += $text === '(' ? 1 : ($text === ')' ? -1 : 0);
            if ($depth === 0) {
                return true;
            }
            if ($depth === 1 && ($text === '.' || $text[0] === '"' || $text[0] === "'")) {
                return false;
            }
        }

        return true;
    }

    /** The path that these tokens write out; '' when it depends on anything. */
    private function literal($at)
    {
        $path = '';
        for (; isset($this->tokens[$at]) && $this->text($at) !== ';'; $at++) {
            $text = $this->text($at);
            if (preg_match('~^([\'"])([^$\\\\]*)\1$~', $text, $string)) {
                $path .= $string[2];
            } elseif ($text === '__DIR__') {
                $path .= dirname($this->file);
            } elseif (strtolower($text) === 'dirname' && $this->text($at + 2) === '__FILE__') {
                $path .= dirname($this->file);
                $at += 3;
            } elseif (!in_array($text, array('(', ')', '.'), true)) {
                return '';
            }
        }

        return $path;
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

echo json_encode(ItgrixInspection::run(STDIN));
