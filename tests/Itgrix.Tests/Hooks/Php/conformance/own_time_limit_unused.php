<?php
set_time_limit(1);
return array('state' => 'success', 'data' => array('phone' => '1'));
