<?php
ob_start();
echo $undefined;
error_log('x');
$seen = ob_get_clean();
return array('state' => 'success', 'data' => array('seen' => $seen));
