<?php
echo json_encode(array('data' => array('phone' => '1'), 'state' => 'success'));
exit;
