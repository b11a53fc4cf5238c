<?php
require __DIR__ . '/lib/none.php';
return array('state' => 'success', 'data' => array('phone' => '1'));
