<?php
sleep(30);
return array('state' => 'success', 'data' => array('phone' => '1'));
