<?php
return array('state' => 'success', 'data' => array('phone' => array('base' => '1')));
