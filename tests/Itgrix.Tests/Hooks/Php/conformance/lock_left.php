<?php
$lock = fopen(sys_get_temp_dir() . '/itgrix-conformance.lock', 'c');
return array('state' => 'success', 'data' => array('locked' => flock($lock, LOCK_EX | LOCK_NB)));
