<?php
/*
 * What a file has that this PHP does not run, or runs otherwise than its author meant: for "check". Must parse on
 * PHP 5.4.
 */
final class ItgrixWarnings
{
    private static $gone = array(
        '~^each$~' => 'each() is gone since PHP 8.0: write foreach',
        '~^mysql_~' => '%s() is gone since PHP 7.0: use PDO or mysqli',
        '~^(?:eregi?(?:_replace)?|spliti?)$~' => '%s() is gone since PHP 7.0: use preg_match or preg_split',
        '~^create_function$~' => 'create_function() is gone since PHP 8.0: write function (...) { ... }',
        '~^mcrypt_~' => '%s() is gone since PHP 7.2: use openssl_encrypt or sodium',
        '~^(?:money_format|convert_cyr_string|hebrevc|get_magic_quotes_\w+)$~' => '%s() is gone since PHP 8.0',
        '~^(?:call_user_method(?:_array)?|set_magic_quotes_runtime)$~' => '%s() is gone since PHP 7.0',
    );
    private static $extensions = '~^(?:apcu?|bc|bz|ctype|curl|dba|enchant|ftp|gmp|gz|ibase|fbird|iconv|image|imap|json|'
        . 'ldap|mb|memcache|msg|mssql|mysqli|oci|odbc|openssl|pcntl|pg|posix|readline|sem|session|shm|shmop|simplexml|'
        . 'snmp|socket|sodium|sqlite|sqlsrv|ssh2|sybase|tidy|utf8|xml|xmlrpc|xmlwriter|yaml|zip)_~';
    private static $texts = array('T_INLINE_HTML', 'T_CONSTANT_ENCAPSED_STRING', 'T_ENCAPSED_AND_WHITESPACE');
    private static $classes = array(
        'pdo', 'mysqli', 'soapclient', 'soapserver', 'redis', 'memcached', 'memcache', 'sqlite3', 'domdocument',
        'simplexmlelement', 'xmlreader', 'xmlwriter', 'ziparchive', 'intldateformatter', 'numberformatter', 'imagick',
    );

    private $calls = array();
    private $made = array();
    private $defined = array();
    private $asked = array();
    private $found = array();

    /** Notes what the file has; $tokens without spaces and comments. */
    public function read($file, $tokens)
    {
        $isUtf8 = true;
        foreach ($tokens as $at => $token) {
            $kind = is_int($token[0]) ? token_name($token[0]) : '';
            $before = $at > 0 ? strtolower($tokens[$at - 1][1]) : '';
            $next = isset($tokens[$at + 1]) ? $tokens[$at + 1][1] : '';
            $name = strtolower(ltrim((string) strrchr('\\' . $token[1], '\\'), '\\'));
            if ($kind === 'T_INLINE_HTML') {
                $this->tag($file, $token);
            }
            if ($isUtf8 && in_array($kind, self::$texts, true) && !preg_match('//u', $token[1])) {
                $isUtf8 = false;
                $this->found[] = array($file, $token[2], 'this text is not UTF-8, and so none of a reply: convert the '
                    . 'file, for example by iconv -f CP1251 -t UTF-8');
            }
            if ($kind === 'T_CONSTANT_ENCAPSED_STRING') {
                $this->asked[strtolower(trim($token[1], '\'"\\'))] = true;
            } elseif (in_array($kind, array('T_STRING', 'T_NAME_QUALIFIED', 'T_NAME_FULLY_QUALIFIED'), true)) {
                if (in_array($before, array('function', 'class', 'interface', 'trait', 'as', '&'), true)) {
                    $this->defined[$name] = true;
                }
                if ($before === 'new' || $next === '::') {
                    $this->made[] = array($file, $token[2], $name, $token[1]);
                } elseif ($next === '(' && !in_array($before, array('->', '?->', '::', 'function', 'fn', '#['), true)) {
                    $this->calls[] = array($file, $token[2], $name, $token[1]);
                }
            }
        }
    }

    /**
     * File, line and words of each.
     *
     * @param bool $isComplete whether all files were read that may define a function
     */
    public function all($isComplete)
    {
        foreach ($this->calls as $call) {
            if (!function_exists($call[2]) && !isset($this->defined[$call[2]]) && !isset($this->asked[$call[2]])) {
                $this->call($call, $isComplete || preg_match(self::$extensions, $call[2]));
            }
        }
        foreach ($this->made as $made) {
            if (in_array($made[2], self::$classes, true) && !class_exists($made[2], false)
                && !isset($this->defined[$made[2]]) && !isset($this->asked[$made[2]])) {
                $this->found[] = array($made[0], $made[1], "PHP has no class $made[3] here: install its extension");
            }
        }

        return $this->found;
    }

    private function tag($file, $token)
    {
        $isTag = preg_match('~<\?(?!php\b|=|xml\b)~i', $token[1], $tag, PREG_OFFSET_CAPTURE);
        if ($isTag && !ini_get('short_open_tag')) {
            $line = $token[2] + substr_count($token[1], "\n", 0, $tag[0][1]);
            $this->found[] = array($file, $line, 'what follows "<?" is printed and does not run, as short_open_tag is '
                . 'off: write "<?php"');
        }
    }

    private function call($call, $isCertain)
    {
        foreach (self::$gone as $names => $words) {
            if (preg_match($names, $call[2])) {
                $this->found[] = array($call[0], $call[1], sprintf($words, $call[2]));

                return;
            }
        }
        if ($isCertain) {
            $this->found[] = array($call[0], $call[1], "PHP has no function $call[3]() here: install its extension, or "
                . 'include the file that defines it');
        }
    }
}
