<?php
// runs by process: pcntl_signal
pcntl_signal(SIGTERM, function () { });
return array('state' => 'success', 'data' => array('there' => function_exists('pcntl_fork')));
