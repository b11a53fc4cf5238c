<?php
// runs by process: readline
$line = readline();
return array('state' => 'success', 'data' => array('phone' => json_decode($line)->phone));
