<?php
ob_start(function () { return ''; });
echo 'lost';
return array('state' => 'success', 'data' => array('phone' => '1'));
