<?php
// runs into its limit
sleep(9);
return array('state' => 'success', 'data' => array('phone' => '1'));
