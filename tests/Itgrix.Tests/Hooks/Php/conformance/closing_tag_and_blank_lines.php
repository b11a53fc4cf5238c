<?php
echo json_encode(array('state' => 'success', 'data' => array('phone' => '1')));
?>


  
