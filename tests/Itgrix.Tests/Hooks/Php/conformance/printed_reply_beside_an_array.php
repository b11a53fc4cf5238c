<?php
echo json_encode(array('state' => 'success', 'data' => array('phone' => 'printed')));
return array('rows' => 3, 'ok' => true);
