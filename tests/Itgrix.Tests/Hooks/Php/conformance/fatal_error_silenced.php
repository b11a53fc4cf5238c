<?php
error_reporting(0);
ini_set('log_errors', '0');
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
undefined_function();
