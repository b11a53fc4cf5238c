<?php
return array('state' => 'success', 'data' => array('phone' => str_repeat('1', 12 << 20)));
