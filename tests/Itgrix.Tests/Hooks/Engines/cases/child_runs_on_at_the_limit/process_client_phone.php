<?php
exec('setsid sleep 31.0083 & sleep 31.0084');
return array('state' => 'success', 'data' => array('phone' => '1'));
