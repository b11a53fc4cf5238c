<?php
for ($i = 0; $i < 20000; $i++) {
    $object = new stdClass();
    $object->self = $object;
}
return array('state' => 'success', 'data' => array('collected' => gc_collect_cycles() > 0));
