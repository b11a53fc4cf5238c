<?php
// runs into its limit
exec('sleep 9.0161');
return array('state' => 'success', 'data' => array('phone' => '1'));
