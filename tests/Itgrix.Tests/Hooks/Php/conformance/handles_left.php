<?php
for ($i = 0; $i < 300; $i++) {
    $handles[] = fopen(__FILE__, 'rb');
}
$process = proc_open('cat', array(array('pipe', 'r'), array('pipe', 'w')), $pipes);
return array('state' => 'success', 'data' => array('open' => count(array_filter($handles))));
