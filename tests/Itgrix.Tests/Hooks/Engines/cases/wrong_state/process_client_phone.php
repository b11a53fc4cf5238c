<?php
return array('state' => 'error', 'message' => 'the directory does not answer', 'data' => array('phone' => '1'));
