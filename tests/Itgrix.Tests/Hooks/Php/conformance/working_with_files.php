<?php
$file = tempnam(sys_get_temp_dir(), 'hook');
$handle = fopen($file, 'c+');
$locked = flock($handle, LOCK_EX | LOCK_NB);
fwrite($handle, 'x'); fflush($handle);
$again = flock(fopen($file, 'r'), LOCK_EX | LOCK_NB);
$mode = decoct(fileperms($file) & 0777); unlink($file);
return array('state' => 'success', 'data' => array($locked, $again, $mode, file_exists($file)));
