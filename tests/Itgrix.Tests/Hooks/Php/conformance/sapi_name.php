<?php
// runs by process: php_sapi_name
return array('state' => 'success', 'data' => array('sapi' => php_sapi_name()));
