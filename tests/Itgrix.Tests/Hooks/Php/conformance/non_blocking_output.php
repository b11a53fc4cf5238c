<?php
stream_set_blocking(STDOUT, false);
stream_set_blocking(STDERR, false);
return array('state' => 'success', 'data' => array('phone' => '1', 'text' => str_repeat('x', 500000)));
