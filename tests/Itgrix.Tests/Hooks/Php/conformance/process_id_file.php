<?php
// runs by process: getmypid
$file = sys_get_temp_dir() . '/itgrix-conformance-' . posix_getppid() . '.pid';
$refused = is_file($file) && (int) file_get_contents($file) === getmypid();
file_put_contents($file, getmypid());
return array('state' => 'success', 'data' => array('refused' => $refused));
