<?php
// runs by process: cannot be read off
require __DIR__ . '/lib/project/vendor/autoload.php';
return array('state' => 'success', 'data' => array('phone' => Transport::mode()));
