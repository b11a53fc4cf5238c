<?php
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
trigger_error('enough', E_USER_ERROR);
