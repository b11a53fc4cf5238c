<?php
// runs by process: php_sapi_name
$ask = 'php_sapi_name';
return array('state' => 'success', 'data' => array('phone' => $ask() . call_user_func('php_sapi_name')));
