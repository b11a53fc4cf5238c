<?php
/*
 * The fork server: one php of the command line that forks itself for each call, before any hook's code ran in it. The
 * child goes on in bridge.php, as a php started for the call would. Needs pcntl, posix and FFI.
 *
 * fd 3, a socket of messages, read: {"token": "...", "folder": "/abs", "numbers": [0, 1, ...]}, and with it a
 *       descriptor for each number of the child
 *       written: the child's process id, once the one that asked is its parent; 0 when there is none
 * In the child, descriptor DONE: one byte after the reply; it closes when PHP has freed the call's last object.
 */
final class ItgrixForkServer
{
    const CONTROL = 3;
    const DONE = 5;
    const LONGEST = 65536;
    const MOST_DESCRIPTORS = 16;

    const DUPLICATE_CLOSE_ON_EXEC = 1030;
    const CLOSE_ON_EXEC = 0x80000;
    const UNIX_FAMILY = 1;
    const RECEIVE_CLOSE_ON_EXEC = 0x40000000;
    // Above all numbers of a child.
    const LOWEST = 40;

    private static $libc;
    // Older than any object of a call: PHP frees objects from the last to the first.
    private static $done;
    private static $doneNumber = -1;
    private static $control;
    // Where the system reads what it shows as the token of this process.
    private static $shown;

    /** Returns in each child, never in the server. */
    public static function serve()
    {
        self::$libc = FFI::cdef('
            struct part { void *start; size_t length; };
            struct message { void *name; unsigned name_length; struct part *parts; size_t part_count;
                void *control; size_t control_length; int flags; };
            long recvmsg(int socket, struct message *message, int flags);
            long read(int from, void *bytes, size_t length);
            long write(int to, void *bytes, size_t length);
            int fcntl(int descriptor, int command, int number);
            int dup(int descriptor);
            int dup2(int from, int to);
            int dup3(int from, int to, int flags);
            int pipe(int *ends);
            int close(int descriptor);
            int setsid(void);
            void _exit(int code);
        ');
        if (function_exists('socket_create')) {
            self::openDone();
        }
        self::$control = self::moved(self::CONTROL);
        self::$shown = self::shownToken();
        $ids = self::$libc->new('int[2]');
        self::$libc->pipe($ids);
        $ends = array(self::moved($ids[0]), self::moved($ids[1]));
        while (list($header, $descriptors) = self::receive()) {
            if (self::fork($ends) === 0) {
                self::$libc->close($ends[0]);
                self::$libc->close($ends[1]);
                self::become(json_decode($header, true), $descriptors);

                return;
            }
            array_map(array(self::$libc, 'close'), $descriptors);
        }
        self::$libc->_exit(0);
    }

    /** Called when the reply is out: what follows of the process is only its end. */
    public static function replied()
    {
        if (self::$doneNumber >= 0) {
            $byte = self::$libc->new('char[1]');
            self::$libc->write(self::$doneNumber, $byte, 1);
        }
    }

    /**
     * By way of a process between, which ends at once, so that the child has the runtime for a parent, like a php that
     * the runtime starts.
     */
    private static function fork($ends)
    {
        $id = self::$libc->new('int');
        $between = pcntl_fork();
        if ($between === 0) {
            $child = pcntl_fork();
            if ($child === 0) {
                return 0;
            }
            $id->cdata = max(0, $child);
            self::$libc->write($ends[1], FFI::addr($id), 4);
            self::$libc->_exit(0);
        }
        if ($between > 0) {
            self::$libc->read($ends[0], FFI::addr($id), 4);
            pcntl_waitpid($between, $status);
        }
        self::$libc->write(self::$control, FFI::addr($id), 4);

        return $id->cdata ?: -1;
    }

    private static function become($header, $descriptors)
    {
        self::$libc->setsid();
        self::$libc->close(self::$control);
        foreach ($header['numbers'] as $at => $number) {
            if ($number !== self::DONE) {
                self::$libc->dup2($descriptors[$at], $number);
            } elseif (self::$doneNumber >= 0) {
                self::$libc->dup3($descriptors[$at], self::$doneNumber, self::CLOSE_ON_EXEC);
            } else {
                // Nobody writes to it: it closes with the process.
                continue;
            }
            self::$libc->close($descriptors[$at]);
        }
        putenv('ITGRIX_PROCESS=' . $header['token']);
        $_SERVER['ITGRIX_PROCESS'] = $header['token'];
        if (self::$shown !== null) {
            FFI::memcpy(self::$shown, $header['token'], strlen($header['token']));
        }
        $_SERVER['REQUEST_TIME_FLOAT'] = microtime(true);
        $_SERVER['REQUEST_TIME'] = (int) $_SERVER['REQUEST_TIME_FLOAT'];
        // Paths through /proc/self led to the server.
        clearstatcache(true);
        chdir($header['folder']);
    }

    /** The next message and its descriptors; null at the end. */
    private static function receive()
    {
        $text = self::$libc->new('char[' . self::LONGEST . ']');
        // A header of 16 bytes, then the descriptors.
        $control = self::$libc->new('int[' . (4 + self::MOST_DESCRIPTORS) . ']');
        $part = self::$libc->new('struct part');
        $message = self::$libc->new('struct message');
        $part->start = FFI::addr($text);
        $part->length = self::LONGEST;
        $message->parts = FFI::addr($part);
        $message->part_count = 1;
        $message->control = FFI::addr($control);
        $message->control_length = FFI::sizeof($control);
        $length = self::$libc->recvmsg(self::$control, FFI::addr($message), self::RECEIVE_CLOSE_ON_EXEC);
        if ($length <= 0) {
            return null;
        }
        $descriptors = array();
        for ($at = 4; $at < $control[0] / 4; $at++) {
            $descriptors[] = self::moved($control[$at]);
        }

        return array(FFI::string($text, $length), $descriptors);
    }

    private static function moved($descriptor)
    {
        $number = self::$libc->fcntl($descriptor, self::DUPLICATE_CLOSE_ON_EXEC, self::LOWEST);
        self::$libc->close($descriptor);

        return $number;
    }

    private static function shownToken()
    {
        $fields = explode(' ', substr(strrchr(file_get_contents('/proc/self/stat'), ')'), 2));
        // proc(5): fields 50 and 51, the first here is field 3.
        list($start, $length) = array((int) $fields[47], (int) $fields[48] - (int) $fields[47]);
        $environment = $start > 0 && $length > 0 ? "\0" . FFI::string(self::pointer($start), $length) : '';
        $at = strpos($environment, "\0ITGRIX_PROCESS=");

        return $at === false ? null : self::pointer($start + $at + strlen('ITGRIX_PROCESS='));
    }

    private static function pointer($address)
    {
        $number = self::$libc->new('size_t');
        $number->cdata = $address;
        $pointer = self::$libc->new('char *');
        FFI::memcpy(FFI::addr($pointer), FFI::addr($number), FFI::sizeof($pointer));

        return $pointer;
    }

    /** An object whose descriptor is above those of a child, and known. */
    private static function openDone()
    {
        for ($below = array(); ($number = self::$libc->dup(0)) < self::LOWEST;) {
            $below[] = $number;
        }
        self::$libc->close($number);
        self::$done = socket_create(self::UNIX_FAMILY, SOCK_STREAM, 0);
        self::$doneNumber = is_object(self::$done) ? $number : -1;
        array_map(array(self::$libc, 'close'), $below);
    }
}
