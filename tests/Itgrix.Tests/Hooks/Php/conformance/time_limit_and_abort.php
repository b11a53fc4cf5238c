<?php
ignore_user_abort(true);
set_time_limit(30);
$before = array(connection_status(), connection_aborted(), ini_get('max_execution_time'));
return array('state' => 'success', 'data' => array('before' => $before));
