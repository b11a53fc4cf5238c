<?php
return array('state' => 'success', 'data' => array('nice' => pcntl_getpriority()));
