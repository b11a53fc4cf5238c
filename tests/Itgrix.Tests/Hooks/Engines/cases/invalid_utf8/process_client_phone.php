<?php
return array('state' => 'success', 'data' => array('phone' => "ÿ1"));
