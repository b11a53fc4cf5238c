<?php
/*
 * Where a hook file, and the files that it includes, give values to variables and constants, and where they include.
 * Must parse on PHP 5.4.
 */
abstract class ItgrixAssignments
{
    private static $ends = array(';', ',', '?>', 'or', 'and', 'xor');

    protected $main;
    // By name of a variable, an element or a constant: where it gets a value, as file, first and last token.
    protected $assigned = array();
    protected $includes = array();
    protected $folders = array();
    protected $tokens = array();

    public function __construct($main)
    {
        $this->main = $main;
    }

    /** Notes what the file assigns, defines and includes; $tokens without spaces and comments. */
    public function read($file, $tokens)
    {
        $this->tokens[$file] = $tokens;
        foreach ($tokens as $at => $token) {
            $kind = is_int($token[0]) ? token_name($token[0]) : '';
            if (in_array($kind, array('T_INCLUDE', 'T_INCLUDE_ONCE', 'T_REQUIRE', 'T_REQUIRE_ONCE'), true)) {
                $this->includes[] = array($file, $at + 1, $this->end($file, $at + 1));
            } elseif ($kind === 'T_VARIABLE') {
                $this->variable($file, $at);
            } elseif ($kind === 'T_FOREACH') {
                $this->loop($file, $at);
            } elseif ($kind === 'T_FUNCTION' || $kind === 'T_FN') {
                $this->parameters($file, $at);
            } elseif ($kind === 'T_CONST') {
                $this->constant($file, $at + 1);
            } elseif ($this->text($file, $at + 1) === '(') {
                $this->call($file, $at, strtolower(ltrim($token[1], '\\')));
            }
        }
    }

    private function variable($file, $at)
    {
        $name = $this->name($file, $at, $next);
        $operator = $this->text($file, $next);
        if ($operator === '=' || $operator === '??=') {
            $this->assign($name, $file, $next + 1, $this->end($file, $next + 1));
        } elseif ($operator === '.=' || $operator === '[' || $operator === '++' || $operator === '--') {
            $this->assign($operator === '[' ? $name . '[]' : $name, null);
        }
    }

    /** "$name", or "$name[key]" where a key is written out. */
    protected function name($file, $at, &$next)
    {
        $name = $this->text($file, $at);
        $next = $at + 1;
        $key = $this->text($file, $at + 2);
        if ($this->text($file, $at + 1) === '[' && $this->text($file, $at + 3) === ']' && strncmp($key, '$', 1) !== 0) {
            $next = $at + 4;
            $name .= '[' . trim($key, '\'"') . ']';
        }

        return $name;
    }

    private function loop($file, $at)
    {
        for ($as = $at; $as < $at + 200 && strtolower($this->text($file, $as)) !== 'as'; $as++);
        for ($last = $as; $last < $as + 50 && $this->text($file, $last) !== ')'; $last++) {
            $name = $this->text($file, $last);
            if ($name !== '' && $name[0] === '$') {
                $isOnly = $last === $as + 1 || $this->text($file, $last - 1) === '=>';
                $isOnly = $isOnly && $this->text($file, $last + 1) === ')';
                $this->assign($name, $isOnly ? $file : null, $at + 2, $as, true);
            }
        }
    }

    private function parameters($file, $at)
    {
        for ($open = $at; $open < $at + 5 && $this->text($file, $open) !== '('; $open++);
        for ($depth = 0; isset($this->tokens[$file][$open]); $open++) {
            $text = $this->text($file, $open);
            $depth += $text === '(' ? 1 : ($text === ')' ? -1 : 0);
            if ($depth === 0) {
                return;
            }
            if (strncmp($text, '$', 1) === 0) {
                $this->assign($text, null);
            }
        }
    }

    private function constant($file, $at)
    {
        for (; !in_array($this->text($file, $at), array('=', ';', ''), true); $at++);
        $this->assign($this->text($file, $at - 1), $file, $at + 1, $this->end($file, $at + 1));
    }

    private function call($file, $at, $function)
    {
        if ($function === 'define') {
            $name = trim($this->text($file, $at + 2), '\'"');
            $this->assign($name, $file, $at + 4, $this->end($file, $at + 4));
        } elseif ($function === 'chdir' || $function === 'set_include_path') {
            $this->folders[] = array($function, $file, $at + 2, $this->end($file, $at + 2));
        } elseif ($function === 'ini_set' && trim($this->text($file, $at + 2), '\'"') === 'include_path') {
            $this->folders[] = array($function, $file, $at + 4, $this->end($file, $at + 4));
        }
    }

    private function assign($name, $file, $from = 0, $to = 0, $isLoop = false)
    {
        $this->assigned[$name][] = array($file, $from, $to, $isLoop);
    }

    /** Where the expression that begins here ends. */
    protected function end($file, $at)
    {
        for ($depth = 0; isset($this->tokens[$file][$at]); $at++) {
            $text = strtolower($this->text($file, $at));
            if ($depth === 0 && (in_array(trim($text), self::$ends, true) || $text === ')' || $text === ']')) {
                return $at;
            }
            $depth += in_array($text, array('(', '[', '{', '${'), true) ? 1
                : (in_array($text, array(')', ']', '}'), true) ? -1 : 0);
        }

        return $at;
    }

    /** The first of these tokens with this text that is in no brackets. */
    protected function find($file, $from, $to, $wanted)
    {
        for ($depth = 0, $at = $from, $isText = false; $at < $to; $at++) {
            $text = $this->text($file, $at);
            $isText = $text === '"' ? !$isText : $isText;
            if ($depth === 0 && !$isText && $text === $wanted) {
                return $at;
            }
            $depth += in_array($text, array('(', '[', '{'), true) ? 1
                : (in_array($text, array(')', ']', '}'), true) ? -1 : 0);
        }

        return null;
    }

    protected function closing($file, $open)
    {
        $end = $this->end($file, $open + 1);
        while (in_array($this->text($file, $end), self::$ends, true) && $this->text($file, $end) !== ';') {
            $end = $this->end($file, $end + 1);
        }

        return $end;
    }

    protected function text($file, $at)
    {
        return isset($this->tokens[$file][$at]) ? $this->tokens[$file][$at][1] : '';
    }
}
