<?php
// runs by process: php_sapi_name
define('LIBRARY_ROOT', __DIR__ . DIRECTORY_SEPARATOR . 'lib');
require_once(LIBRARY_ROOT . '/sapi_name_of_a_library.php');
return array('state' => 'success', 'data' => array('phone' => library_sapi()));
