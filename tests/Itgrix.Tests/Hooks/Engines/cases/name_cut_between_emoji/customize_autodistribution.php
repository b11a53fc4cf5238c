<?php
return array('state' => 'success', 'data' => array('number' => '102', 'name' => '1234567890123456789👩‍🚀!'));
