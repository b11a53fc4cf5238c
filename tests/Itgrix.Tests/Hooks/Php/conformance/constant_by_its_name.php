<?php
// runs by process: PHP_SAPI
return array('state' => 'success', 'data' => array('phone' => constant('PHP_SAPI')));
