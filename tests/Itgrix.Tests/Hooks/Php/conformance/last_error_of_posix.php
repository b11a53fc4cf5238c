<?php
// runs by process: posix_errno
$before = posix_errno();
posix_kill(999999, 0);
return array('state' => 'success', 'data' => array('before' => $before, 'after' => posix_errno()));
