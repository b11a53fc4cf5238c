<?php
// runs by process: constant
$name = 'PHP_' . 'SAPI';
return array('state' => 'success', 'data' => array('phone' => constant($name)));
