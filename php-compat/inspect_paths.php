<?php
/*
 * Which files an include may take, as far as its text and what was assigned and defined anywhere tell. Nothing runs
 * but functions of PHP that only make texts. Must parse on PHP 5.4.
 */
require __DIR__ . '/inspect_assignments.php';

final class ItgrixPaths extends ItgrixAssignments
{
    const MOST = 200;
    const DEEPEST = 20;

    // They depend on their arguments, the files on disk and the environment, as they will in the hook.
    private static $functions = array(
        'dirname', 'basename', 'realpath', 'trim', 'ltrim', 'rtrim', 'strtolower', 'strtoupper', 'ucfirst', 'lcfirst',
        'str_replace', 'strtr', 'substr', 'sprintf', 'getenv', 'get_include_path', 'sys_get_temp_dir',
        'stream_resolve_include_path',
    );

    private $depth = 0;

    /** For each include: its file and line, and the paths that it may take, null where they are unknown. */
    public function includes()
    {
        $found = array();
        foreach ($this->includes as $range) {
            $paths = $this->values($range[0], $range[1], $range[2]);
            $line = $this->tokens[$range[0]][$range[1] - 1][2];
            $found[] = array($range[0], $line, $paths === null ? null : $this->candidates($paths, $range[0]));
        }

        return $found;
    }

    /** Where PHP looks for these, each a full path; null where that is unknown. */
    private function candidates($paths, $from)
    {
        $folders = $this->folders();
        $found = array();
        foreach ($paths as $path) {
            if ($path === '' && count($paths) > 1) {
                continue;
            }
            if ($path === '' || preg_match('~^(?:data:|\w+://)~', $path)) {
                return null;
            }
            if ($path[0] === '/') {
                $found[] = $path;
            } elseif ($folders === null) {
                return null;
            } else {
                foreach (array_merge($folders, array(dirname($from))) as $folder) {
                    $found[] = $folder . '/' . $path;
                }
            }
        }

        return $found;
    }

    private function folders()
    {
        $own = dirname($this->main);
        $folders = array($own);
        $lists = array(get_include_path());
        foreach ($this->folders as $given) {
            $values = $this->values($given[1], $given[2], $given[3]);
            if ($values === null) {
                return null;
            }
            $lists = array_merge($lists, $values);
        }
        foreach (explode(PATH_SEPARATOR, implode(PATH_SEPARATOR, $lists)) as $folder) {
            $folders[] = $folder !== '' && $folder[0] === '/' ? $folder : $own . '/' . $folder;
        }

        return array_values(array_unique($folders));
    }

    /** The texts that these tokens may make; null where they are unknown. */
    private function values($file, $from, $to)
    {
        if ($from >= $to || $this->depth > self::DEEPEST) {
            return null;
        }
        $this->depth++;
        $values = $this->valuesOf($file, $from, $to);
        $this->depth--;

        return $values === null || count($values) > self::MOST ? null : array_values(array_unique($values));
    }

    private function valuesOf($file, $from, $to)
    {
        while ($this->text($file, $from) === '@' || $this->text($file, $from) === '(string)') {
            $from++;
        }
        if ($this->text($file, $from) === '(' && $this->closing($file, $from) === $to - 1) {
            return $this->values($file, $from + 1, $to - 1);
        }
        if (($at = $this->find($file, $from, $to, '?')) !== null) {
            $colon = $this->find($file, $at + 1, $to, ':');
            $first = $colon === $at + 1
                ? $this->values($file, $from, $at) : $this->values($file, $at + 1, (int) $colon);

            return $this->either($first, $this->values($file, $colon + 1, $to), $colon === $at + 1);
        }
        if (($at = $this->find($file, $from, $to, '?:')) !== null
            || ($at = $this->find($file, $from, $to, '??')) !== null) {
            $first = $this->values($file, $from, $at);

            return $this->either($first, $this->values($file, $at + 1, $to), true);
        }
        if (($at = $this->find($file, $from, $to, '.')) !== null) {
            return $this->joined($this->values($file, $from, $at), $this->values($file, $at + 1, $to));
        }

        return $this->single($file, $from, $to);
    }

    private function either($first, $second, $onlyIfAny)
    {
        if ($first === null || $second === null) {
            return null;
        }

        return array_merge($onlyIfAny ? array_filter($first, 'strlen') : $first, $second);
    }

    private function joined($left, $right)
    {
        if ($left === null || $right === null || count($left) * count($right) > self::MOST) {
            return null;
        }
        $texts = array();
        foreach ($left as $one) {
            foreach ($right as $other) {
                $texts[] = $one . $other;
            }
        }

        return $texts;
    }

    private function single($file, $from, $to)
    {
        $text = $this->text($file, $from);
        $isLast = $to === $from + 1;
        if ($isLast && preg_match('~^([\'"])(.*)\1$~s', $text, $quoted)) {
            return array($quoted[1] === '"' ? stripcslashes($quoted[2])
                : str_replace(array('\\\\', "\\'"), array('\\', "'"), $quoted[2]));
        }
        if ($text === '"' && $this->text($file, $to - 1) === '"') {
            return $this->interpolated($file, $from + 1, $to - 1);
        }
        if ($text[0] === '$') {
            $name = $this->name($file, $from, $next);

            return $next === $to ? $this->known($name) : null;
        }
        if ($this->text($file, $from + 1) === '(' && $this->closing($file, $from + 1) === $to - 1) {
            return $this->returned($file, strtolower(ltrim($text, '\\')), $from + 2, $to - 1);
        }
        if ($this->text($file, $to - 2) === '::') {
            return $this->known($this->text($file, $to - 1));
        }

        return $isLast ? $this->literal($file, $text) : null;
    }

    private function literal($file, $text)
    {
        switch (ltrim($text, '\\')) {
            case '__DIR__': return array(dirname($file));
            case '__FILE__': return array($file);
            case 'DIRECTORY_SEPARATOR': return array(DIRECTORY_SEPARATOR);
            case 'PATH_SEPARATOR': return array(PATH_SEPARATOR);
        }

        return is_numeric($text) ? array($text) : $this->known(ltrim($text, '\\'));
    }

    private function interpolated($file, $from, $to)
    {
        $texts = array('');
        for ($at = $from; $at < $to; $at = $next) {
            $text = $this->text($file, $at);
            if ($text === '{') {
                for ($next = $at + 1; $next < $to && $this->text($file, $next) !== '}'; $next++);
                $part = $this->values($file, $at + 1, $next++);
            } elseif ($text[0] === '$') {
                $part = $this->known($this->name($file, $at, $next));
            } else {
                $part = array(stripcslashes($text));
                $next = $at + 1;
            }
            $texts = $this->joined($texts, $part);
        }

        return $texts;
    }

    private function returned($file, $function, $from, $to)
    {
        if ($function === 'getcwd' && $from === $to) {
            return array(dirname($this->main));
        }
        if ($function === 'constant') {
            $names = $this->values($file, $from, $to);

            return $names !== null && count($names) === 1 ? $this->known($names[0]) : null;
        }
        if (!in_array($function, self::$functions, true)) {
            return null;
        }
        $calls = array(array());
        while ($from < $to) {
            $end = min($to, $this->end($file, $from));
            $values = $this->values($file, $from, $end);
            if ($values === null || count($values) * count($calls) > self::MOST) {
                return null;
            }
            $longer = array();
            foreach ($calls as $call) {
                foreach ($values as $value) {
                    $longer[] = array_merge($call, array($value));
                }
            }
            $calls = $longer;
            $from = $end + 1;
        }
        $texts = array();
        foreach ($calls as $call) {
            $call = array_map(function ($value) { return is_numeric($value) ? (int) $value : $value; }, $call);
            $text = @call_user_func_array($function, $call);
            $texts[] = is_string($text) ? $text : '';
        }

        return $texts;
    }

    /** All values that anything gives it. */
    private function known($name)
    {
        if (preg_match('~^\$_(?:SERVER|ENV)\[(\w+)\]$~', $name, $variable)) {
            return array((string) getenv($variable[1]));
        }
        if (isset($this->assigned[$name])) {
            return $this->union($this->assigned[$name]);
        }
        $array = substr($name, 0, (int) strpos($name, '['));
        if ($array === '' || !isset($this->assigned[$array]) || isset($this->assigned[$array . '[]'])) {
            return null;
        }

        return $this->elements($this->assigned[$array], substr($name, strlen($array) + 1, -1));
    }

    private function union($places)
    {
        $all = array();
        foreach ($places as $place) {
            list($file, $from, $to, $isLoop) = $place;
            $values = $file === null ? null
                : ($isLoop ? $this->listed($file, $from, $to) : $this->values($file, $from, $to));
            if ($values === null) {
                return null;
            }
            $all = array_merge($all, $values);
        }

        return $all;
    }

    /** What a loop over these tokens goes through: a list that is written out, or the files of a pattern. */
    private function listed($file, $from, $to)
    {
        $text = strtolower($this->text($file, $from));
        if ($text === 'glob' || $text === 'scandir') {
            $end = $this->end($file, $from + 2);
            $patterns = $this->values($file, $from + 2, $end);
            $found = array();
            foreach ($patterns ?: array() as $pattern) {
                $found = array_merge($found, (array) @$text($pattern));
            }

            return $patterns === null || count($found) > self::MOST ? null : $found;
        }
        if ($text[0] === '$' && $to === $from + 1 && isset($this->assigned[$text])
            && !isset($this->assigned[$text . '[]']) && count($this->assigned[$text]) === 1) {
            list($file, $from, $to) = $this->assigned[$text][0];

            return $file === null || ++$this->depth > self::DEEPEST ? null : $this->listed($file, $from, $to);
        }

        return $this->elements(array(array($file, $from, $to, false)), null);
    }

    /** The values of written arrays: of one key, or of all. */
    private function elements($places, $wanted)
    {
        $all = array();
        foreach ($places as $place) {
            list($file, $from, $to) = $place;
            $from += $file !== null && strtolower($this->text($file, $from)) === 'array' ? 1 : 0;
            $isArray = $file !== null && in_array($this->text($file, $from), array('(', '['), true);
            if (!$isArray || $this->closing($file, $from) !== $to - 1) {
                return null;
            }
            for ($at = $from + 1; $at < $to - 1; $at = $end + 1) {
                $end = $this->end($file, $at);
                $arrow = $this->find($file, $at, $end, '=>');
                if ($wanted !== null && ($arrow === null || trim($this->text($file, $at), '\'"') !== $wanted)) {
                    continue;
                }
                $values = $this->values($file, $arrow === null ? $at : $arrow + 1, $end);
                if ($values === null) {
                    return null;
                }
                $all = array_merge($all, $values);
            }
        }

        return $all;
    }
}
