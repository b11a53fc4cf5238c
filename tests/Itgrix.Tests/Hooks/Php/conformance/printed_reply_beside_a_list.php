<?php
$log = array('asked', 'answered');
echo json_encode(array('state' => 'success', 'data' => array('phone' => 'printed')));
return $log;
