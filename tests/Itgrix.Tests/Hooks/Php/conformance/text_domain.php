<?php
// runs by process: textdomain
$before = textdomain(null);
textdomain('hooks');
return array('state' => 'success', 'data' => array('before' => $before));
