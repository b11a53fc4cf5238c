<?php
// runs by process: cannot be read off
function part($name) { return __DIR__ . '/lib/' . strtolower($name) . '.php'; }
require part('SAPI_NAME_OF_A_LIBRARY');
return array('state' => 'success', 'data' => array('phone' => library_sapi()));
