<?php
// runs by process: php_sapi_name
namespace Hooks\Mine;
use function php_sapi_name as asked;
return array('state' => 'success', 'data' => array('phone' => asked()));
