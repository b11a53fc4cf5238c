<?php
// runs by process: php_sapi_name
set_include_path(get_include_path() . PATH_SEPARATOR . __DIR__ . '/lib/project/lib');
require 'one.php';
return array('state' => 'success', 'data' => array('phone' => part_one()));
