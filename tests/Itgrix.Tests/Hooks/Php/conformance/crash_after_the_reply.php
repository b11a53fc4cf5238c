<?php
register_shutdown_function(function () { posix_kill(call_user_func("get" . "mypid"), 11); sleep(9); });
return array('state' => 'success', 'data' => array('phone' => '1'));
