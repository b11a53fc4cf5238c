<?php
// runs by process: php_sapi_name
chdir(__DIR__ . '/lib/project');
include 'lib/two.php';
return array('state' => 'success', 'data' => array('phone' => part_two()));
