<?php
// runs by process: php_sapi_name
foreach (glob(__DIR__ . '/lib/project/lib/*.php') as $part) {
    require_once $part;
}
return array('state' => 'success', 'data' => array('phone' => part_one() . part_two()));
