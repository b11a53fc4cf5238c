<?php
return array('state' => 'success', 'data' => array('phone' => '1'));
