<?php
function deeper($level) { return deeper($level + 1) + 1; }
return array('state' => 'success', 'data' => array('phone' => deeper(0)));
