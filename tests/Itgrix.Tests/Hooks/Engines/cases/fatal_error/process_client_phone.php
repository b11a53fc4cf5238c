<?php
undefined_function($params['phone']);
return array('state' => 'success', 'data' => array('phone' => '1'));
