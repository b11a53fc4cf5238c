<?php
echo json_encode(array('state' => 'success', 'data' => array('phone' => 'printed')));
return array('state' => 'success', 'data' => array('phone' => 'returned'));
