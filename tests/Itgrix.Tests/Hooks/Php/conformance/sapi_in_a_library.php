<?php
// runs by process: php_sapi_name
require_once dirname(__FILE__) . '/lib/needs_the_command_line.php';
return array('state' => 'success', 'data' => array('phone' => only_here()));
