<?php
echo json_encode(array('data' => array('phone' => $params['phone'] . '1'), 'state' => 'success'));
