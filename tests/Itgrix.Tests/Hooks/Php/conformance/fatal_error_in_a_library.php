<?php
require __DIR__ . '/lib/broken.php';
return array('state' => 'success', 'data' => array('phone' => '1'));
