<?php
$server = $_SERVER; unset($server['REQUEST_TIME'], $server['REQUEST_TIME_FLOAT'], $server['ITGRIX_PROCESS']);
ksort($server); $all = getenv(); unset($all['ITGRIX_PROCESS']); ksort($all);
return array('state' => 'success', 'data' => array('server' => array_keys($server), 'all' => array_keys($all), 'same' => array_diff_assoc($all, $server)));
