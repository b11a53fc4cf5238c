<?php
register_shutdown_function(function () { posix_kill(getmypid(), 11); sleep(9); });
return array('state' => 'success', 'data' => array('phone' => '1'));
