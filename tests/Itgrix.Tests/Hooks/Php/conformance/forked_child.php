<?php
// runs by process: pcntl_fork
$child = pcntl_fork();
if ($child === 0) {
    posix_kill(posix_getpid(), SIGKILL);
}
pcntl_waitpid($child, $status);
return array('state' => 'success', 'data' => array('killed' => pcntl_wifsignaled($status)));
