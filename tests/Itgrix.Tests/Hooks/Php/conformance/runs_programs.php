<?php
exec('echo a; echo b; exit 3', $lines, $code);
ob_start();
system('echo c');
passthru('echo d');
$printed = ob_get_clean();
return array('state' => 'success', 'data' => array('lines' => $lines, 'code' => $code, 'printed' => $printed, 'shell' => shell_exec('echo e'), 'ticks' => `echo f`));
