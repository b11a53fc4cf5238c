<?php
require 'lib/version.php';
require 'lib/version.php';
return array('state' => 'success', 'data' => array('phone' => '1'));
