<?php
ini_set('error_log', sys_get_temp_dir() . '/itgrix-conformance.log'); ini_set('log_errors', '1'); ini_set('display_errors', '1');
trigger_error('own warning', E_USER_WARNING); error_log('own line');
@unlink(sys_get_temp_dir() . '/itgrix-conformance.log');
return array('state' => 'success', 'data' => array('log' => ini_get('error_log')));
