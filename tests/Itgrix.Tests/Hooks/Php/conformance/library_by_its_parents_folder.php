<?php
// runs by process: php_sapi_name
require dirname(dirname(__DIR__)) . '/Php/conformance/lib/sapi_name_of_a_library.php';
return array('state' => 'success', 'data' => array('phone' => library_sapi()));
