<?php
// runs by process: exit with a code
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
exit(3);
