<?php
// runs by process: php_sapi_name
foreach (array('one', 'two') as $name)
    require_once __DIR__ . "/lib/project/lib/{$name}.php";
return array('state' => 'success', 'data' => array('phone' => part_one() . part_two()));
